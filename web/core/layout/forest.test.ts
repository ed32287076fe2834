import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forestOf } from './forest.ts'

const team = (tag: string) => ({ id: tag, tag, name: tag, members: 0, hasChildren: false })
const shapeOf = (tags: string, pairs: string) => {
  const edges = pairs.split(' ').flatMap(([parentTag, childTag]) => {
    return parentTag && childTag ? [{ parentTag, childTag }] : []
  })
  const { roots, children } = forestOf(tags.split('').map(team), edges)
  return {
    roots: roots.map(({ tag }) => tag).join(''),
    children: Object.fromEntries(Array.from(children, ([tag, below]) => [tag, below.map(one => one.tag).join('')])),
  }
}

test('entities without a parent are the roots, and one with two parents is below both', () => {
  assert.deepEqual(shapeOf('abcd', 'ab ac bd cd'), { roots: 'a', children: { a: 'bc', b: 'd', c: 'd' } })
  assert.deepEqual(shapeOf('ab', ''), { roots: 'ab', children: {} })
})

test('every entity is in the tree, also those of a cycle', () => {
  assert.deepEqual(shapeOf('abc', 'bc cb'), { roots: 'ab', children: { b: 'c', c: 'b' } })
  assert.equal(shapeOf('a', 'aa').roots, 'a', 'one that names itself')
  assert.equal(shapeOf('abc', 'ab bc cb').roots, 'a', 'a cycle below a root')
})
