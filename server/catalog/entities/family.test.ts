import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_DOCUMENT } from './document.ts'
import { Family, type Relative } from './family.ts'

const NO_OWNERS = { emails: [], groups: [], slackChannels: [] }

const node = (tag: string, document: object | null = null) => ({
  id: `id-${tag}`,
  tag,
  name: tag.toUpperCase(),
  type: 'domain',
  description: null,
  archived_at: null,
  position: 0,
  passes: null,
  document: document && JSON.stringify({ ...NO_DOCUMENT, ownership: NO_OWNERS, ...document }),
})

const up = (child: string, parent: string, ownership: object = {}): Relative => ({
  way: 'up',
  child_tag: child,
  parent_tag: parent,
  ...node(parent, { ownership: { ...NO_OWNERS, ...ownership } }),
})
const down = (parent: string, child: string): Relative => ({
  way: 'down',
  parent_tag: parent,
  child_tag: child,
  ...node(child, { groups: [`g-${child}`] }),
})
const team = (name: string, tag = name): Relative => ({ way: 'team', parent_tag: name, child_tag: '', ...node(tag) })

const FULL = { levels: Number.POSITIVE_INFINITY, withGroups: false }

type Tree = { tag: string; parents?: Tree[]; children?: Tree[] }

/** `a(b(c))` for a tree. */
const shape = (nodes: readonly Tree[]): string =>
  nodes
    .map(({ tag, parents = [], children = [] }) => {
      const more = [...parents, ...children]
      return more.length > 0 ? `${tag}(${shape(more)})` : tag
    })
    .join(',')

const group = (groupName: string, inheritance?: string) => ({ groupName, inheritance })
const tags = (family: Family, own: object) => family.ownersOf('a', { ...NO_OWNERS, ...own }).teams.map(({ tag }) => tag)

test('parents and children are chains in both directions', () => {
  const family = new Family([up('a', 'b'), up('b', 'c'), up('a', 'd'), down('a', 'x'), down('x', 'y')])
  const { parents, children } = family.hierarchyOf('a', FULL)
  assert.equal(shape(parents), 'b(c),d')
  assert.equal(shape(children), 'x(y)')
})

test('a depth limits the levels, and 0 leaves none', () => {
  const family = new Family([up('a', 'b'), up('b', 'c')])
  assert.equal(shape(family.hierarchyOf('a', { levels: 1, withGroups: false }).parents), 'b')
  assert.equal(shape(family.hierarchyOf('a', { levels: 0, withGroups: false }).parents), '')
})

test('a cycle ends where it would repeat', () => {
  const family = new Family([up('a', 'b'), up('b', 'c'), up('c', 'a'), down('a', 'c'), down('c', 'b'), down('b', 'a')])
  const { parents, children } = family.hierarchyOf('a', FULL)
  assert.equal(shape(parents), 'b(c)')
  assert.equal(shape(children), 'c(b)')
})

test('what is archived is left out, and with it what is connected only through it', () => {
  const archived = { ...up('a', 'b', { groups: [group('t', 'APPEND')] }), archived_at: 1 }
  const family = new Family([archived, up('b', 'c', { groups: [group('t', 'APPEND')] }), up('a', 'd'), team('t')])
  assert.equal(shape(family.hierarchyOf('a', FULL).parents), 'd')
  assert.deepEqual(tags(family, {}), [])
})

test('an edge that both ends declare counts once', () => {
  assert.equal(shape(new Family([up('a', 'b'), up('a', 'b')]).hierarchyOf('a', FULL).parents), 'b')
})

test('where paths multiply without end, the tree does not', () => {
  const rows: Relative[] = []
  for (let level = 0; level < 40; level++)
    for (const from of ['l', 'r']) for (const to of ['l', 'r']) rows.push(down(`${from}${level}`, `${to}${level + 1}`))
  const before = performance.now()
  assert.ok(JSON.stringify(new Family(rows).hierarchyOf('l0', FULL)).length < 10_000_000)
  assert.ok(performance.now() - before < 2_000)
})

test('groups of the nodes are there when asked for', () => {
  const family = new Family([down('a', 'x')])
  assert.deepEqual(family.hierarchyOf('a', { levels: 9, withGroups: true }).children[0]?.groups, ['g-x'])
  assert.equal(family.hierarchyOf('a', FULL).children[0]?.groups, undefined)
})

test('owners of parents are appended, transitively, and each team counts once', () => {
  const family = new Family([
    up('a', 'b', { groups: [group('t1', 'APPEND'), group('quiet'), group('none', 'NONE')] }),
    up('b', 'c', { groups: [group('t2', 'APPEND'), group('own', 'APPEND')] }),
    ...['t1', 't2', 'own', 'quiet', 'none'].map(name => team(name)),
  ])
  assert.deepEqual(tags(family, { groups: [group('Own')] }), ['own', 't1', 't2'])
})

test('owners to fall back on count where there are none, the nearest first', () => {
  const family = new Family([
    up('a', 'b'),
    up('b', 'c', { groups: [group('near', 'FALLBACK')] }),
    up('c', 'd', { groups: [group('far', 'FALLBACK')] }),
    team('near'),
    team('far'),
    team('own'),
  ])
  assert.deepEqual(tags(family, {}), ['near'])
  assert.deepEqual(tags(family, { groups: [group('own')] }), ['own'])
  assert.deepEqual(tags(family, { emails: [{ email: 'a@b.c' }] }), [])
  assert.deepEqual(tags(family, { groups: [group('no team of the catalog')] }), [])
})

test('people are owners too, once whatever the letter case', () => {
  const family = new Family([up('a', 'b', { emails: [{ email: 'B@x.y', inheritance: 'APPEND' }] })])
  const own = { ...NO_OWNERS, emails: [{ email: 'b@x.y', description: 'Lead' }, { email: 'c@x.y' }] }
  assert.deepEqual(family.ownersOf('a', own).individuals, [
    { email: 'b@x.y', description: 'Lead' },
    { email: 'c@x.y', description: undefined },
  ])
})

const given = (child: string, source: string, passes: Relative['passes'], ownership: object = {}): Relative => ({
  ...up(child, source, ownership),
  passes,
})
const all = { groups: [group('n'), group('p', 'APPEND'), group('f', 'FALLBACK')] }
const teams = ['n', 'p', 'f', 'own'].map(name => team(name))
const own = { groups: [group('own')] }

test('what else passes owners on does so as it says, and is no parent', () => {
  const passing = (passes: Relative['passes']) => new Family([given('a', 'b', passes, all), ...teams])
  const seen = (passes: Relative['passes']) => [tags(passing(passes), own), tags(passing(passes), {})]
  assert.deepEqual(seen('APPEND'), [
    ['own', 'n', 'p', 'f'],
    ['n', 'p', 'f'],
  ])
  assert.deepEqual(seen('FALLBACK'), [['own'], ['n', 'p', 'f']])
  assert.deepEqual(seen('CONFIGURE_AT_SOURCE'), [['own', 'p'], ['p']])
  assert.deepEqual(passing('APPEND').hierarchyOf('a', FULL).parents, [])
})

test('along several edges the weakest counts, and an edge that leaves it to the owners leaves it to them', () => {
  const along = (first: Relative, second: Relative) => new Family([first, second, ...teams])
  const appendOnly = along(given('a', 'b', 'APPEND'), given('b', 'c', 'APPEND', all))
  assert.deepEqual(tags(appendOnly, own), ['own', 'n', 'p', 'f'])
  const weakened = along(given('a', 'b', 'FALLBACK'), given('b', 'c', 'APPEND', all))
  assert.deepEqual([tags(weakened, own), tags(weakened, {})], [['own'], ['n', 'p', 'f']])
  const throughParent = along(up('a', 'b'), given('b', 'c', 'APPEND', all))
  assert.deepEqual([tags(throughParent, own), tags(throughParent, {})], [['own', 'p'], ['p']])
  const pastParent = along(given('a', 'b', 'FALLBACK'), up('b', 'c', all))
  assert.deepEqual([tags(pastParent, own), tags(pastParent, {})], [['own'], ['p', 'f']])
})

test('two ways to one ancestor both count, and a cycle of them ends', () => {
  const family = new Family([
    given('a', 'b', 'FALLBACK', all),
    up('a', 'b', all),
    given('b', 'a', 'APPEND', own),
    given('b', 'b', 'APPEND', all),
    ...teams,
  ])
  assert.deepEqual(tags(family, own), ['own', 'p'])
  assert.deepEqual(tags(family, {}), ['p'])
})
