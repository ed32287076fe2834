/** What the contract promises is kept: each of its operations has a route. */
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { OperationSpec } from '../contract/core/operation.ts'
import { engines, sharedDatabase } from './testing/each-database.ts'
import { createWorld } from './testing/world.ts'

const CONTRACT = join(import.meta.dirname, '../contract')

const isOperation = (value: unknown): value is OperationSpec =>
  typeof value === 'object' && value !== null && ['id', 'method', 'path', 'answers'].every(key => key in value)

const declared = async () => {
  const files = globSync('**/*.ts', { cwd: CONTRACT, exclude: ['**/*.test.ts'] })
  const modules: unknown[] = await Promise.all(files.map(file => import(join(CONTRACT, file))))
  return modules.flatMap(module => Object.values(Object(module))).filter(isOperation)
}

const withoutRoute = (operations: readonly OperationSpec[], mounted: ReadonlySet<OperationSpec>) =>
  operations.filter(operation => !mounted.has(operation)).map(({ id, method, path }) => `${id}: ${method} ${path}`)

const [engine] = engines
const open = engine && sharedDatabase(engine)

test('every operation that the contract exports has a route', async () => {
  assert.ok(open)
  const { app } = await createWorld((await open()).database)
  const operations = await declared()
  const mounted = new Set(app.routes.map(({ operation }) => operation))
  assert.ok(operations.length > 80)
  assert.deepEqual(withoutRoute(operations, mounted), [], 'keep them with on() in the routes.ts of their slice')
  const [first] = operations
  assert.ok(first)
  const planted: OperationSpec = { ...first, id: 'planted', path: '/api/v1/planted' }
  assert.deepEqual(withoutRoute([...operations, planted], mounted), [`planted: ${first.method} /api/v1/planted`])
})
