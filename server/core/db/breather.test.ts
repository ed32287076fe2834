import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { Database } from './database.ts'
import { openSqlite } from './sqlite.ts'

const MANY = 2_000

suite('much work on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-breather-'))
  const database = openSqlite(join(folder, 'portico.db'))
  const ready = database.migrate()
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const put = ({ transaction }: Database, key: string) =>
    transaction(db => db.insertInto('settings').values({ key, value: 'x' }).execute())
  const read = ({ db }: Database) => db.selectFrom('settings').select('key').where('key', '=', 'x').execute()

  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    'many writers at once': () =>
      Promise.all(Array.from({ length: MANY / 10 }, (_, at) => put(database, `at once ${at}`))),
    'one write after the other': async () => {
      for (let at = 0; at < MANY; at++) await put(database, `one by one ${at}`)
    },
    'one read after the other': async () => {
      for (let at = 0; at < 2 * MANY; at++) await read(database)
    },
    'one long transaction': () =>
      database.transaction(async db => {
        for (let at = 0; at < 2 * MANY; at++)
          await db
            .insertInto('settings')
            .values({ key: `long ${at}`, value: 'x' })
            .execute()
      }),
  }
  for (const [name, work] of Object.entries(cases))
    test(`${name}: timers and other requests have their turn in between`, async () => {
      await ready
      let turns = 0
      const timer = setInterval(() => turns++, 1)
      await work()
      clearInterval(timer)
      assert.ok(turns > 1, `${turns} turns`)
    })
})
