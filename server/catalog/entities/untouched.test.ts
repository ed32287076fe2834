import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { mergeDescriptors } from './merge.ts'

/** Ways to write an entry of a map that is indented by two spaces. `K` is its key. */
const WRITTEN = [
  'K: 0815',
  'K: 0x1F # hex',
  'K: 1E3',
  'K: 007',
  'K: .5',
  'K: +5',
  'K: -0',
  'K: 1.50e2',
  'K: 0.1000000000000000055511151231257827',
  'K: 6f1e2d3',
  'K: 5e4b1c9',
  'K: 123e45678',
  'K: 2024-05-22',
  'K: ~',
  'K:',
  'K: TRUE',
  'K: yes',
  'K:    spaced   # and a comment',
  'K: "in \\u00e9 quotes"  # note',
  "'K': 'it''s'",
  '"K": [0x1F, "b" ]',
  'K: {a: 1, b: [x, 007]}',
  'K: { a: 1 , b: 2, }  # trailing comma',
  'K: {\n    a: 1,   # first\n    b: 2\n  }',
  'K: [\n    a,\n    b ]',
  'K: |\n    text\n      deeper\n    more',
  'K: |-  # with a comment\n    text',
  'K: >-\n    folded\n\n    paragraph',
  'K: |+\n    kept\n\n',
  'K: |2\n      indented',
  'K: text that\n    goes on',
  'K: "quoted\n    over lines"',
  'K:\n    - a # first\n    -   b',
  'K:\n  - a\n  - b: 1\n    c: 2',
  'K:\n  -\n    - nested\n  - []',
  'K:\n    x: 1\n    y:\n      z: 0x0F\n      # last words',
  'K:   # beside\n    # below\n    x: 1',
  'K: &anchor_K {p: 1, q: 0815}',
  'K: &anchor_K\n    p: 1\n    q: [1, 2]',
  'K: !!str 12',
  '? K\n  : explicit',
  'K: tabbed\t# after a tab',
  '# about K\n  K: 1',
  '\n  K: 2',
]
/** The same with what an earlier entry is anchored as. */
const ALIASED = ['K: *A', 'K: [*A, 1]', 'K: {a: *A}', 'K:\n    <<: *A\n    own: 1', 'K:\n    x: 1\n    <<: [*A]']

const VALUES = [
  '0xAB',
  '007',
  'text',
  '"quoted: yes"',
  'null',
  '[1E3, "b", {c: 1}]',
  '{m: 0x0A, n: {o: [1]}}',
  '\n    m: 1 # with a comment\n    n:\n      - 0815\n      - b',
  '\n    - 0815\n    - m: 1\n      n: 2',
  '|\n    lines\n    of text',
  '>-\n    folded\n    text',
  '{p: 2, x: 9, own: 8, a: 7}',
]

type Entry = { readonly key: string; readonly text: string; readonly aliasOf: string | undefined }

const entriesOf = (picks: readonly number[]): Entry[] => {
  const entries: Entry[] = []
  for (const [index, pick] of picks.entries()) {
    const key = `key${index}`
    const anchored = entries.findLast(({ text }) => text.includes('&anchor'))
    const aliased = anchored && pick % 3 === 0 ? ALIASED[pick % ALIASED.length] : undefined
    const text = aliased ?? WRITTEN[pick % WRITTEN.length] ?? ''
    entries.push({
      key,
      text: text.replaceAll('K', key).replaceAll('*A', `*anchor_${anchored?.key}`),
      aliasOf: aliased && anchored?.key,
    })
  }
  return entries
}

const patchOf = (changes: readonly (readonly [string, string])[]) =>
  `info:\n${changes.map(([key, value]) => `  ${key}: ${value}\n`).join('')}`

const existing = fc.record({
  picks: fc.array(fc.nat(10_000), { minLength: 1, maxLength: 7 }),
  tail: fc.constantFrom('', '\n', '\n# the end\n', '\npaths:\n  /a: {0815: [1]}\n', '\n---\n', '\n...\n'),
  head: fc.constantFrom('', '\ufeff', '# first line\n', '---\n', '%YAML 1.1\n---\n'),
  hasReturns: fc.boolean(),
})
const changing = fc.array(
  fc.record({
    /** Beyond the last, a new key. */
    at: fc.nat(8),
    value: fc.constantFrom(...VALUES, 'REMOVE'),
  }),
  { minLength: 1, maxLength: 3 },
)

test('a PATCH leaves each line that it does not name as it is', () => {
  fc.assert(
    fc.property(existing, changing, fc.boolean(), ({ picks, tail, head, hasReturns }, wanted, appendArrays) => {
      const entries = entriesOf(picks)
      const end = (text: string) => (hasReturns ? text.replaceAll('\n', '\r\n') : text)
      const text = end(`${head}info:\n${entries.map(({ text: one }) => `  ${one}`).join('\n')}${tail}`)
      const changes = new Map<string, string>(wanted.map(({ at, value }) => [`key${at}`, value] as const))
      const patch = patchOf([...changes])
      const { text: result, violations } = mergeDescriptors(text, patch, { deleteMarkerValue: 'REMOVE', appendArrays })
      assert.ok(result !== undefined, `${JSON.stringify(text)}\n${patch}\n${JSON.stringify(violations)}`)
      const isChanged = ({ key, aliasOf }: Entry) => changes.has(key) || changes.has(aliasOf ?? '')
      let at = 0
      const kept = [head.trimEnd(), ...entries.filter(entry => !isChanged(entry)).map(one => one.text), tail.trim()]
      for (const chunk of kept.map(end)) {
        const found = result.indexOf(chunk, at)
        assert.ok(
          found >= 0,
          `${JSON.stringify(chunk)} of\n${JSON.stringify(text)} is not in\n${JSON.stringify(result)}\n${patch}`,
        )
        at = found + chunk.length
      }
      if (hasReturns) assert.doesNotMatch(result, /[^\r]\n/, 'one kind of line break')
    }),
    { numRuns: Number(process.env.MERGES ?? rounds({ short: 100, long: 500 })) },
  )
})

const json = fc.letrec<{ any: unknown; map: Record<string, unknown> }>(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('any'), { minKeys: 1, noNullPrototype: true }),
})).map

test('a descriptor written as JSON stays JSON, line by line', () => {
  fc.assert(
    fc.property(json, json, (into, from) => {
      const text = JSON.stringify(into, null, 2)
      const { text: result } = mergeDescriptors(text, JSON.stringify(from))
      assert.ok(result !== undefined)
      assert.doesNotThrow(() => JSON.parse(result), result)
      const kept = Object.entries(into).filter(([key]) => !(key in from))
      for (const [key, value] of kept) {
        const lines = JSON.stringify({ [key]: value }, null, 2)
          .split('\n')
          .slice(1, -1)
          .join('\n')
        assert.ok(result.includes(lines), `${lines} is not in ${result}`)
      }
    }),
    { numRuns: Number(process.env.MERGES ?? rounds({ short: 60, long: 300 })) },
  )
})
