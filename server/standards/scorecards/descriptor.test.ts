import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { describe } from './descriptor.ts'

const FULL = `tag: production-readiness
name: Production readiness
description: |
  What we want before we go live.
draft: true
notifications:
  scoreDropNotificationsEnabled: true
exemptions:
  autoApprove: true
evaluation:
  window: 24
ladder:
  name: Metals
  levels:
    - name: Gold
      rank: 2
      color: "#c9a227"
    - name: Bronze
      rank: 1
      color: cd7f32
      description: A start
filter:
  kind: GENERIC
  types:
    include: [service, service]
  groups:
    include: [tier-1]
    exclude: [retired]
  query: 'entity.tag() != null'
rules:
  - title: Has an owner
    expression: ownership.allOwners().length > 0
    weight: 2.5
    level: Bronze
    failureMessage: Name an owner.
    identifier: 96db03f1-2529-3fc3-9f13-7fb4dd28f427
    effectiveFrom: 2027-03-01
    filter:
      kind: GENERIC
  - expression: |
      links("runbook").length > 0
    level: Gold
`

/** As it is stored: undefined properties are gone. */
const stored = (text: string) => JSON.parse(JSON.stringify(describe(text).scorecard ?? null))

const faults = (text: string) =>
  describe(text).violations.map(({ violationType, title, pointer, startLine }) => [
    violationType,
    title,
    pointer,
    startLine,
  ])

const minimal = (more = '') => `tag: t\nname: T\n${more}`

test('a full descriptor is read, levels lowest first', () => {
  const scorecard = stored(FULL)
  assert.deepEqual(describe(FULL).violations, [])
  const { rules, ...document } = scorecard.document
  assert.deepEqual(document, {
    notifications: { enabled: false, scoreDropNotificationsEnabled: true },
    exemptions: { enabled: true, autoApprove: true },
    evaluation: { window: 24 },
    levels: [
      { name: 'Bronze', number: 1, color: '#cd7f32', description: 'A start' },
      { name: 'Gold', number: 2, color: '#c9a227' },
    ],
    filter: {
      types: { include: ['service'] },
      groups: { include: ['tier-1'], exclude: ['retired'] },
      query: 'entity.tag() != null',
    },
  })
  assert.deepEqual(rules[0], {
    identifier: '96db03f1-2529-3fc3-9f13-7fb4dd28f427',
    title: 'Has an owner',
    expression: 'ownership.allOwners().length > 0',
    weight: 2.5,
    levelName: 'Bronze',
    failureMessage: 'Name an owner.',
    effectiveFrom: '2027-03-01T00:00:00.000Z',
  })
  assert.equal(rules[1].weight, 1)
  assert.equal(rules[1].expression, 'links("runbook").length > 0\n')
})

test('what is left out has its default', () => {
  assert.deepEqual(stored(minimal()), {
    tag: 't',
    name: 'T',
    isDraft: false,
    document: {
      notifications: { enabled: true, scoreDropNotificationsEnabled: false },
      exemptions: { enabled: true, autoApprove: false },
      rules: [],
    },
  })
})

test('tag, name and a rule’s expression are required, each fault with its line and pointer', () => {
  assert.deepEqual(faults('description: x\nrules:\n  - title: A\n  - expression: "  "\n'), [
    ['MUST', 'Missing field', '/tag', 1],
    ['MUST', 'Missing field', '/name', 1],
    ['MUST', 'Missing field', '/rules/0/expression', 3],
    ['MUST', 'Missing field', '/rules/1/expression', 4],
  ])
})

test('the filter of a Scorecard must say something; that of a rule need not', () => {
  for (const filter of ['{kind: GENERIC}', '{}', '{types: {}}', '{types: {include: []}}', '{query: " "}'])
    assert.deepEqual(faults(minimal(`filter: ${filter}\n`)), [['MUST', 'Invalid scorecard yaml', '/filter', 3]], filter)
  const rule = (filter: string) => minimal(`rules:\n  - expression: git != null\n    filter: ${filter}\n`)
  for (const filter of ['{kind: GENERIC}', '{types: {}}', '{}']) {
    assert.deepEqual(faults(rule(filter)), [])
    assert.equal(stored(rule(filter)).document.rules[0].filter, undefined)
  }
})

test('types are included or excluded, not both', () => {
  assert.deepEqual(faults(minimal('filter:\n  types: {include: [service], exclude: [team]}\n')), [
    ['MUST', 'Not allowed', '/filter/types', 4],
  ])
  assert.deepEqual(stored(minimal('filter: {types: {exclude: [team]}}\n')).document.filter, {
    types: { exclude: ['team'] },
  })
})

test('the category of old filters stands for types', () => {
  const typesOf = (category: string) => stored(minimal(`filter: {category: ${category}}\n`)).document.filter.types
  assert.deepEqual(typesOf('SERVICE'), { include: ['service'] })
  assert.deepEqual(typesOf('domain'), { include: ['domain'] })
  assert.deepEqual(typesOf('RESOURCE'), { exclude: ['service', 'domain', 'team'] })
  assert.deepEqual(faults(minimal('filter: {category: CAT}\n'))[0], ['MUST', 'Unknown value', '/filter/category', 3])
})

test('a level needs a name and a rank of its own, and a rule names one that is there', () => {
  const text = minimal(`ladder:
  levels:
    - {name: Gold, rank: 1}
    - {name: Gold, rank: 2}
    - {name: Silver, rank: 2}
    - {name: Zero, rank: 0}
    - {rank: 4}
rules:
  - {expression: a, level: Platinum}
`)
  assert.deepEqual(faults(text), [
    ['MUST', 'Not unique', '/ladder/levels/1/name', 6],
    ['MUST', 'Not unique', '/ladder/levels/2/rank', 7],
    ['MUST', 'Out of range', '/ladder/levels/3/rank', 8],
    ['MUST', 'Missing field', '/ladder/levels/4/name', 9],
    ['MUST', 'Unknown level', '/rules/0/level', 11],
  ])
  assert.match(
    describe(minimal('rules:\n  - {expression: a, level: Gold}\n')).violations[0]?.description ?? '',
    /no ladder/,
  )
})

test('weights are numbers from 0, days exist, identifiers are given once', () => {
  const text = minimal(`rules:
  - {expression: a, weight: -1}
  - {expression: b, weight: heavy}
  - {expression: c, effectiveFrom: 2027-02-30}
  - {expression: d, effectiveFrom: 2027-02-01T10:00}
  - {expression: e, identifier: same}
  - {expression: f, identifier: same}
  - {expression: g, weight: 0, effectiveFrom: 2027-02-01T10:00:00+01:00}
`)
  assert.deepEqual(faults(text), [
    ['MUST', 'Out of range', '/rules/0/weight', 4],
    ['MUST', 'Wrong type', '/rules/1/weight', 5],
    ['MUST', 'Not allowed', '/rules/2/effectiveFrom', 6],
    ['HINT', 'No time zone', '/rules/3/effectiveFrom', 7],
    ['MUST', 'Not unique', '/rules/5/identifier', 9],
  ])
})

test('an instant without an offset is UTC', () => {
  for (const written of ['2024-05-22T00:00:00', '2024-05-22T00:00', '2024-05-22T00:00:00.000', '2024-05-22 00:00:00'])
    assert.equal(
      stored(minimal(`rules:\n  - {expression: a, effectiveFrom: ${written}}\n`)).document.rules[0]?.effectiveFrom,
      '2024-05-22T00:00:00.000Z',
    )
  for (const written of ['20240522', '2024-5-2', '2024-05-22T25:00', 'soon'])
    assert.equal(faults(minimal(`rules:\n  - {expression: a, effectiveFrom: ${written}}\n`))[0]?.[0], 'MUST', written)
})

test('a short window, a strange colour and an unknown key are only pointed at', () => {
  const text = minimal('evaluation: {window: 2}\nladder: {levels: [{name: A, rank: 1, color: "red;}"}]}\nlader: 1\n')
  assert.deepEqual(faults(text), [
    ['SHOULD', 'Short window', '/evaluation/window', 3],
    ['SHOULD', 'Not allowed', '/ladder/levels/0/color', 4],
    ['HINT', 'Unknown key', '/lader', 5],
  ])
  assert.deepEqual(stored(text).document.levels, [{ name: 'A', number: 1 }])
  assert.deepEqual(faults(minimal('evaluation: {window: 0}\n'))[0]?.[0], 'MUST')
})

test('words that addresses use in place of a tag are refused as tags', () => {
  for (const tag of ['descriptor', 'exemptions', 'two words', '-x', '""', 'a'.repeat(256)])
    assert.equal(describe(`tag: ${tag}\nname: T\n`).scorecard, undefined, tag)
})

test('an identifier is derived, stays when the title changes, and differs for every rule', () => {
  const idsOf = (rules: string, tag = 't'): string[] =>
    stored(`tag: ${tag}\nname: T\nrules:\n${rules}`).document.rules.map(
      (rule: { identifier: string }) => rule.identifier,
    )
  const [first] = idsOf('  - {expression: git != null, title: A}\n')
  assert.match(first ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual(idsOf('  - {expression: git != null, title: B}\n'), [first])
  assert.deepEqual(idsOf('  - {expression: other}\n  - {expression: git != null}\n')[1], first)
  assert.notEqual(idsOf('  - {expression: git != null}\n', 'u')[0], first)
  const shared = idsOf('  - {expression: x, title: A}\n  - {expression: x, title: B}\n  - {expression: x, title: B}\n')
  assert.equal(new Set(shared).size, 3)
  const turned = idsOf('  - {expression: x, title: B}\n  - {expression: x, title: A}\n')
  assert.deepEqual(turned.toReversed(), shared.slice(0, 2))
})

test('no text makes it throw, and a violation has no square brackets', () => {
  const piece = fc.constantFrom(
    'tag: ',
    'name: ',
    'rules:\n',
    '  - ',
    'expression: ',
    'ladder: ',
    '{',
    '}',
    '[',
    ']',
    '\n',
    'x',
    '1',
    ': ',
    '&a ',
    '*a',
    '"',
    '~',
  )
  fc.assert(
    fc.property(fc.array(piece), parts => {
      for (const { title, description } of describe(parts.join('')).violations)
        assert.doesNotMatch(title + description, /[[\]]/)
    }),
    { numRuns: rounds({ short: 200, long: 1_000 }) },
  )
})
