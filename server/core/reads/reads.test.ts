import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { sql } from 'kysely'
import { buildApp } from '../../app.ts'
import { readConfig } from '../../config.ts'
import { SLICES } from '../../slices.ts'
import { bugLog } from '../../testing/bugs.ts'
import { type Engine, engines, sharedDatabase } from '../../testing/each-database.ts'
import { LONG_READS, type LongRead } from '../../testing/long-reads.ts'
import { type Entry, seedRows } from '../../testing/many-rows.ts'
import { NOW } from '../../testing/rows/values.ts'
import { TEST_ENV } from '../../testing/world.ts'
import type { Db } from '../db/database.ts'
import type { Place } from '../db/open.ts'
import { indexTexts } from '../db/search.ts'
import { operationOf } from '../http/mount.ts'
import { longReadsOf } from '../slices/derived.ts'
import { type LongReads, readsInPlace, readsOnThreads } from './reads.ts'

const ROWS = 3000
const caller = { who: 'ada' }

const testsOn = (engine: Engine) => {
  const open = sharedDatabase(engine)
  let db: Db
  let threads: LongReads
  let entry: Entry

  const appWith = async (longReads: LongReads) => {
    const { database } = await open()
    const app = await buildApp({ database, config: readConfig(TEST_ENV), clock: () => NOW, log: bugLog(), longReads })
    const asked = new Set<string>()
    app.http.addHook('onResponse', async request => void asked.add(operationOf(request)?.id ?? ''))
    const ask = async ({ url, body }: Pick<LongRead, 'url' | 'body'>, method?: 'PUT') => {
      const headers = { cookie: `portico_session=${entry.cookie}`, 'sec-fetch-site': 'same-origin' }
      const sent = { method: method ?? (body ? 'POST' : 'GET'), ...(body ? { payload: body } : {}) } as const
      const { statusCode, body: text } = await app.http.inject({ url, headers, ...sent })
      return { statusCode, text }
    }
    return { app, ask, asked }
  }

  before(async () => {
    const { database, place } = await open()
    db = database.db
    entry = await seedRows(database, { rows: ROWS, isPostgres: !isSqlite(place) })
    await indexTexts(database, 2 * ROWS)
    threads = place ? readsOnThreads(place, db, longReadsOf(SLICES)) : readsInPlace(db)
  })

  test('a thread answers what this one would, and every operation that is declared as long is tried', async () => {
    const [beside, here] = [await appWith(threads), await appWith(readsInPlace(db))]
    for (const read of LONG_READS) {
      const [one, other] = [await beside.ask(read), await here.ask(read)]
      assert.equal(one.statusCode, 200, `${read.name}: ${one.text}`)
      assert.deepEqual(one, other, read.name)
    }
    const declared = beside.app.routes.flatMap(({ operation }) => (operation.longRead ? [operation.id] : []))
    for (const id of declared) assert.ok(beside.asked.has(id), `no long read asks ${id}`)
  })

  test('an entity with a large family is archived and brought back with the answer that reading it gives', async () => {
    const { ask } = await appWith(threads)
    const url = '/api/v1/catalog/domain-50'
    for (const change of ['archive', 'unarchive']) {
      const changed = await ask({ url: `${url}/${change}` }, 'PUT')
      assert.equal(changed.statusCode, 200, changed.text)
      assert.deepEqual(changed, await ask({ url: `${url}?includeOwners=true` }))
      assert.ok(JSON.parse(changed.text).hierarchy.children.length > 0)
    }
  })

  test('others are served while a long read runs', async () => {
    let turns = 0
    const count = setInterval(() => turns++, 1)
    const slow = sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) select max(i) from n`
    await slow.execute(threads.dbFor(caller))
    clearInterval(count)
    assert.ok(turns > 3, `${turns} turns`)
  })

  test('a long read cannot write', async () => {
    const write = threads.dbFor(caller).insertInto('settings').values({ key: 'long-read', value: 'x' }).execute()
    await assert.rejects(write, /read-?only/i)
    const there = await db.selectFrom('settings').select('key').where('key', '=', 'long-read').execute()
    assert.deepEqual(there, [])
  })
}

const isSqlite = (place: Place | undefined) => place !== undefined && 'file' in place

for (const engine of engines) suite(`long reads (${engine.name})`, () => testsOn(engine))
