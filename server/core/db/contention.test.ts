/** Many writers of one row: each is carried out, one after the other, and none is turned away while there is time. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, sql } from 'kysely'
import { freshPostgres, realPostgres } from '../../testing/each-database.ts'
import { newFolder } from '../../testing/folder.ts'
import { createWorld } from '../../testing/world.ts'
import type { Database } from './database.ts'
import { Unavailable } from './failures.ts'
import { openPostgres } from './postgres.ts'
import { poolAt } from './postgres-pool.ts'
import { LOCK } from './postgres-repeat.ts'
import { openSqlite } from './sqlite.ts'

const WRITERS = 16
const WRITES = 6

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))

const server = await realPostgres()
const skip = server ? false : 'no PostgreSQL answers here'

/** As long as a slow machine needs: what is tested is that nobody is turned away, not how fast it goes. */
const longestWaitMs = 60_000

const openers = {
  SQLite: {
    skip: false,
    open: async () => {
      const folder = newFolder('portico-contention-')
      const database = openSqlite(join(folder, 'portico.db'), { longestWaitMs })
      await database.migrate()
      return { database, remove: async () => rmSync(folder, { recursive: true, force: true }) }
    },
  },
  PostgreSQL: {
    skip,
    open: async () => {
      const { url, drop } = await freshPostgres(server ?? '')
      return { database: openPostgres(poolAt(url, { max: 8, longestWaitMs }), { longestWaitMs }), remove: drop }
    },
  },
}

for (const [name, { skip, open }] of Object.entries(openers))
  test(`sixteen writers of one token are all answered, and nothing they wrote is lost (${name})`, {
    skip,
  }, async () => {
    const { database, remove } = await open()
    const { person, token, request } = await createWorld(database)
    const owner = await person()
    const { cid } = await token(owner)
    const statuses = await times(WRITERS, async writer => {
      const answers: number[] = []
      for (let write = 0; write < WRITES; write++) {
        const body = { description: `writer ${writer}, write ${write}` }
        const { status } = await request({ method: 'PUT', url: `/api/v1/auth/token/${cid}`, as: owner.session, body })
        answers.push(status)
      }
      return answers
    })
    assert.deepEqual(new Set(statuses.flat()), new Set([200]))
    const { version } = await database.db
      .selectFrom('credentials')
      .select('version')
      .where('cid', '=', cid)
      .executeTakeFirstOrThrow()
    assert.equal(version, 1 + WRITERS * WRITES)
    await database.close()
    await remove()
  })

suite('two servers that write one row', { skip }, () => {
  const opened: (() => Promise<void>)[] = []
  after(async () => {
    for (const close of opened) await close()
  })
  const openTwo = async (...waits: [number, number]) => {
    const { url, drop } = await freshPostgres(server ?? '')
    const open = (longestWaitMs: number) => openPostgres(poolAt(url, { max: 8, longestWaitMs }), { longestWaitMs })
    const both = [open(waits[0]), open(waits[1])] as const
    await both[0].transaction(db => db.insertInto('settings').values({ key: 'count', value: '0' }).execute())
    opened.push(async () => {
      await Promise.all(both.map(one => one.close()))
      await drop()
    })
    return both
  }
  const count = ({ db }: Pick<Database, 'db'>) =>
    db.selectFrom('settings').select('value').where('key', '=', 'count').executeTakeFirstOrThrow()
  /** On a slow machine a connection takes longer than the short waits of these tests. */
  const connected = async (database: Database) => {
    for (let attempt = 0; attempt < 100; attempt++) if (await count(database).catch(() => undefined)) return
  }
  const increment = (database: Database) =>
    database.transaction(
      async db => {
        const { value } = await count({ db })
        await db
          .updateTable('settings')
          .set({ value: String(Number(value) + 1) })
          .where('key', '=', 'count')
          .execute()
      },
      { key: 'count' },
    )

  test('take turns once they have collided, and lose nothing', async () => {
    const both = await openTwo(longestWaitMs, longestWaitMs)
    await times(WRITERS, async writer => {
      for (let write = 0; write < WRITES; write++) await increment(writer % 2 ? both[0] : both[1])
    })
    assert.equal((await count(both[0])).value, String(WRITERS * WRITES))
    const locks = await both[0].db
      .selectFrom(sql<{ pid: number }>`pg_locks`.as('held'))
      .select('held.pid')
      .where(sql`locktype`, '=', 'advisory')
      .where(sql`database`, '=', sql`(select oid from pg_database where datname = current_database())`)
      .execute()
    assert.deepEqual(locks, [], 'no lock is left on a connection of the pool')
  })

  test('wait for the other that migrates, for as long as that takes', async () => {
    const [one, two] = await openTwo(longestWaitMs, 400)
    await connected(two)
    const order: string[] = []
    let letGo = () => {}
    const other = one.transaction(async db => {
      await db.executeQuery(CompiledQuery.raw('select pg_advisory_xact_lock($1)', [LOCK]))
      await new Promise<void>(resolve => {
        letGo = resolve
        waits.resolve()
      })
      order.push('migrated')
    })
    const waits = Promise.withResolvers<void>()
    await waits.promise
    const migrated = two.migrate().then(() => order.push('waited'))
    await sleep(800) // twice as long as it would wait for anything else
    letGo()
    await Promise.all([other, migrated])
    assert.deepEqual(order, ['migrated', 'waited'])
  })

  test('say that the database is busy when their time is over', async () => {
    const [one, two] = await openTwo(longestWaitMs, 400)
    await connected(two)
    let letGo = () => {}
    const isHeld = new Promise<void>(held => {
      const wait = new Promise<void>(resolve => {
        letGo = resolve
      })
      one
        .transaction(async db => {
          await db.updateTable('settings').set({ value: '1' }).where('key', '=', 'count').execute()
          held()
          await wait
        })
        .catch(() => {})
    })
    await isHeld
    const error = await increment(two).catch(thrown => thrown)
    letGo()
    assert.ok(error instanceof Unavailable)
    assert.equal(error.why, 'busy')
  })
})
