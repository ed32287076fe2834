/** SQLite ends a transaction itself when the disk is full; what is answered and logged is that, and nothing is stored. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { sql } from 'kysely'
import { createWorld } from '../../testing/world.ts'
import type { Database, Db } from './database.ts'
import { Unavailable } from './failures.ts'
import { openSqlite } from './sqlite.ts'

const LARGE = 'x'.repeat(400_000)

const put = (db: Db, key: string, value = 'x') => db.insertInto('settings').values({ key, value }).execute()

/** The writer may not make the file larger: what SQLite then does is what it does on a full disk. */
const fill = (database: Database) =>
  database.transaction(async db => {
    await sql`pragma max_page_count = 1`.execute(db) // it is never below the present size
  })

const free = (database: Database) =>
  database.transaction(async db => {
    await sql`pragma max_page_count = 1000000`.execute(db)
  })

const isFull = (error: unknown) => {
  assert.ok(error instanceof Unavailable && error.cause instanceof Error)
  assert.equal(error.why, 'full')
  assert.match(error.cause.message, /full/)
  return true
}

suite('a disk that is full', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-full-'))
  const database = openSqlite(join(folder, 'portico.db'))
  before(() => database.migrate())
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const stored = async () => {
    const rows = await database.db.selectFrom('settings').select('key').where('key', 'in', ['small', 'large']).execute()
    return rows.map(({ key }) => key)
  }

  test('ends a transaction with its own error, not with that of the rollback', async () => {
    await fill(database)
    await assert.rejects(
      database.transaction(async db => {
        await put(db, 'small')
        await put(db, 'large', LARGE)
      }),
      isFull,
    )
    assert.deepEqual(await stored(), [])
  })

  test('stores nothing of a transaction that goes on regardless', async () => {
    await fill(database)
    await assert.rejects(
      database.transaction(async db => {
        await put(db, 'large', LARGE).catch(() => {})
        await put(db, 'small').catch(() => {})
      }),
      isFull,
    )
    assert.deepEqual(await stored(), [])
  })

  test('is answered with 503 and Retry-After; the next write works once there is room', async () => {
    const { person, request } = await createWorld(database)
    await free(database)
    const { session } = await person(['ADMIN'])
    await fill(database)
    const padding = `  x-padding: ${LARGE}\n`
    const put = (tag: string) =>
      request({
        method: 'POST',
        url: '/api/v1/open-api',
        as: session,
        headers: { 'content-type': 'application/openapi' },
        body: `openapi: 3.0.1\ninfo:\n  title: large\n  x-cortex-tag: ${tag}\n${padding}`,
      })
    const { status, headers, body } = await put('one')
    assert.deepEqual([status, headers['retry-after']], [503, '5'])
    assert.match(body.details, /no space left/)
    assert.deepEqual(await database.db.selectFrom('audit_logs').select('id').execute(), [])
    await free(database)
    assert.equal((await put('one')).status, 200)
  })
})
