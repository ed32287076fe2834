import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filled, rowsOf } from './diff-rows.ts'

test('a diff has the lines of its hunks with their numbers, and what is left out as gaps that can be filled', () => {
  const rows = rowsOf({
    lines: 9,
    hunks: [
      {
        beforeStart: 3,
        afterStart: 3,
        parts: [
          { kind: 'SAME', lines: ['c'] },
          { kind: 'REMOVED', lines: ['d'] },
          { kind: 'ADDED', lines: ['D', 'E'] },
        ],
      },
      { beforeStart: 7, afterStart: 8, parts: [{ kind: 'ADDED', lines: ['H'], noNewline: true }] },
    ],
  })
  const gaps = rows.flatMap(row => ('gap' in row ? [row.gap] : []))
  assert.deepEqual(gaps, [
    { before: 1, after: 1, count: 2 },
    { before: 5, after: 6, count: 2 },
    { before: 7, after: 9, count: 1 },
  ])
  const lines = rows.flatMap(row => ('gap' in row ? [] : [[row.before, row.after, row.text, row.noNewline]]))
  assert.deepEqual(lines, [
    [3, 3, 'c', false],
    [4, undefined, 'd', false],
    [undefined, 4, 'D', false],
    [undefined, 5, 'E', false],
    [undefined, 8, 'H', true],
  ])
  const [, between] = gaps
  assert.ok(between)
  assert.deepEqual(
    filled({ gap: between }, 'a\nb\nc\nD\nE\nf\ng\nH\ni').map(({ before, after, text }) => [before, after, text]),
    [
      [5, 6, 'f'],
      [6, 7, 'g'],
    ],
  )
})

test('texts that are the same have no rows', () => {
  assert.deepEqual(rowsOf({ lines: 4, hunks: [] }), [])
})
