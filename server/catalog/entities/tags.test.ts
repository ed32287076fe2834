import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describe } from './descriptor.ts'

const isTaken = (tag: string) =>
  describe(`openapi: 3.0.1\ninfo:\n  title: T\n  x-cortex-tag: "${tag}"\n`).entity?.tag === tag

test('a tag can be what the name of an npm package can be', () => {
  for (const tag of ['orders', '@acme/orders', '@acme/ui.core', 'a~b', '_old', '0042', '@a/b'])
    assert.ok(isTaken(tag), tag)
  for (const tag of ['@acme', '@/a', '@acme/', '-a', '.a', 'a b', 'é']) assert.ok(!isTaken(tag), tag)
})

test('a tag that addresses of the API need is refused', () => {
  for (const tag of ['definitions', 'descriptors', 'custom-data', 'dependencies', 'deploys', 'batch', 'all', 'Batch'])
    assert.ok(!isTaken(tag), tag)
  for (const tag of ['@acme/archive', '@acme/openapi', 'a/b/scorecards', 'a/descriptors']) assert.ok(!isTaken(tag), tag)
  for (const tag of ['archive', 'openapi', '@acme/archived', 'all-in-one']) assert.ok(isTaken(tag), tag)
})
