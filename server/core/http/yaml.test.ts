import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { rounds } from '../../testing/rounds.ts'
import { yamlOf } from './yaml.ts'

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'yes',
    'No',
    '~',
    '',
    ' ',
    '1',
    '1e3',
    '0x1F',
    '2027-01-15',
    '- a',
    'a: b',
    'a #b',
    '&a',
    '*a',
    '!a',
    '%a',
  ),
  fc.constantFrom(
    'a\nb',
    '\u2028',
    '\u0085',
    '\u007f',
    '\ufeff',
    '?',
    ':',
    'a:',
    '[',
    '{',
    '|',
    '>',
    '"',
    "'",
    '<<',
    '=',
    'x'.repeat(2000),
  ),
)

const { value: anything } = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    nasty,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(nasty, tie('value')),
  ),
}))

/** As a client would have read the same answer as JSON; of a key that programs treat specially, JSON says nothing either. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

for (const version of ['1.1', '1.2'] as const)
  test(`an answer in YAML says what the same answer in JSON says (YAML ${version})`, () => {
    fc.assert(
      fc.property(anything, value => {
        fc.pre(!/"__proto__"|"<<"/.test(JSON.stringify(value)))
        assert.deepEqual(parse(yamlOf(value), { version, logLevel: 'silent' }), asJson(value))
      }),
      { numRuns: rounds({ short: 200, long: 1_000 }) },
    )
  })

test('an answer in YAML leaves out what is undefined', () => {
  assert.equal(
    yamlOf({ tokens: [{ name: 'ci', expires: undefined, roles: [] }], page: 0 }),
    'tokens:\n  - name: ci\n    roles: []\npage: 0\n',
  )
})
