import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HEIGHT, positionsOf, WIDTH } from './layout.ts'

const picture = (distances: Readonly<Record<string, number>>, pairs: string) => ({
  nodes: Object.entries(distances).map(([tag, distance]) => ({ tag, distance })),
  edges: pairs.split(' ').map(pair => {
    const [callerTag = '', calleeTag = ''] = pair.split('>')
    return { callerTag, calleeTag }
  }),
})

/** Whether no two of them cover each other. */
const areApart = (positions: ReadonlyMap<string, { x: number; y: number }>) => {
  const all = [...positions.values()]
  return all.every((a, at) =>
    all.slice(at + 1).every(b => Math.abs(a.x - b.x) >= WIDTH || Math.abs(a.y - b.y) >= HEIGHT),
  )
}

test('callers are to the left of the middle, callees to the right, step by step', () => {
  const positions = positionsOf(picture({ a: 0, b: 1, c: 2, x: 1, y: 2 }, 'a>b b>c x>a y>x'))
  const x = (tag: string) => positions.get(tag)?.x ?? Number.NaN
  assert.ok(x('y') < x('x') && x('x') < x('a') && x('a') < x('b') && x('b') < x('c'))
  assert.ok(areApart(positions))
})

test('cycles, entities that depend on themselves, and those without an edge have a place of their own', () => {
  const positions = positionsOf(picture({ a: 0, b: 1, c: 1, d: 2 }, 'a>a a>b b>a b>c c>b b>b'))
  assert.equal(positions.size, 4)
  assert.ok(areApart(positions))
  assert.equal(positionsOf(picture({ a: 0 }, 'a>a')).size, 1)
})

test('a picture of 120 entities of which each depends on each is laid out', () => {
  const tags = Array.from({ length: 120 }, (_, at) => `n${at}`)
  const distances = Object.fromEntries(tags.map((tag, at) => [tag, at === 0 ? 0 : 1 + (at % 2)]))
  const pairs = tags.flatMap(caller => tags.map(callee => `${caller}>${callee}`))
  const positions = positionsOf(picture(distances, pairs.join(' ')))
  assert.equal(positions.size, 120)
  assert.ok(areApart(positions))
})

test('many callers of one entity are a block about as wide as high', () => {
  const tags = Array.from({ length: 117 }, (_, at) => `caller${at}`)
  const distances = Object.fromEntries([['hub', 0], ['callee', 1], ...tags.map(tag => [tag, 1])])
  const positions = positionsOf(picture(distances, ['hub>callee', ...tags.map(tag => `${tag}>hub`)].join(' ')))
  assert.ok(areApart(positions))
  const all = tags.flatMap(tag => positions.get(tag) ?? [])
  const width = Math.max(...all.map(({ x }) => x)) - Math.min(...all.map(({ x }) => x)) + WIDTH
  const height = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y)) + HEIGHT
  assert.ok(width / height > 0.7 && width / height < 1.4, `${width} x ${height}`)
  assert.ok(Math.max(...all.map(({ x }) => x)) + WIDTH < (positions.get('hub')?.x ?? 0))
})
