/** What the list of slices must cover, read from the source: Node runs no JSX. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { OBJECT_TYPES } from '../contract/outbound/audit.ts'

const sources = globSync('**/slice.ts', { cwd: import.meta.dirname, exclude: ['core/**'] })
const textOf = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')

test('every slice of the browser app is in the list', () => {
  const list = textOf('slices.ts')
  for (const file of sources) assert.ok(list.includes(`'./${file}'`), file)
})

test('no slice is in the list twice, and so no entry in a menu', () => {
  const [, list = ''] = /SLICES: readonly Slice\[\] = \[([^\]]*)\]/.exec(textOf('slices.ts')) ?? []
  const names = Array.from(list.matchAll(/\w+/g), ([name]) => name)
  assert.ok(names.length > 20)
  assert.deepEqual(names, [...new Set(names)])
})

test('each type of object has one word in the audit log', () => {
  const objects = sources.flatMap(file => /\n {2}objects: \{([^}]*)\}/.exec(textOf(file))?.[1] ?? [])
  const types = objects.flatMap(text => [...text.matchAll(/\b([A-Z_]+):/g)].map(([, type]) => type))
  assert.deepEqual(types.toSorted(), OBJECT_TYPES.toSorted())
})
