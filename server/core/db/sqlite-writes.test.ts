/** Transactions of one turn are committed together on SQLite; for each of them that must not show. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { newFolder } from '../../testing/folder.ts'
import { type Db, undone } from './database.ts'
import { Unavailable } from './failures.ts'
import { openSqlite } from './sqlite.ts'

const MOST_ATTEMPTS = 20
const LARGE = 'x'.repeat(400_000)

const put = (db: Db, key: string, value = 'x') => db.insertInto('settings').values({ key, value }).execute()

suite('transactions that are committed together', () => {
  const folder = newFolder('portico-together-')
  const file = join(folder, 'portico.db')
  const database = openSqlite(file)
  before(() => database.migrate())
  after(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** As another process sees them. */
  const stored = (prefix: string) => {
    const other = new DatabaseSync(file, { readOnly: true })
    const rows = other.prepare('select key from settings where key like ? order by key').all(`${prefix}%`)
    other.close()
    return rows.map(({ key }) => key)
  }

  const refused = new Error('refused')

  test('each is stored or undone on its own, the first and the last included', async () => {
    const fails = (at: number) => at % 3 === 0
    const one = (at: number) =>
      database.transaction(async db => {
        await put(db, `own ${at}`)
        if (fails(at)) throw refused
      })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => one(at)))
    assert.deepEqual(
      outcomes.map(({ status }) => status === 'rejected'),
      outcomes.map((_, at) => fails(at)),
    )
    assert.deepEqual(stored('own'), ['own 1', 'own 2', 'own 4', 'own 5', 'own 7', 'own 8'])
  })

  test('each sees what those before it wrote, and not what was undone', async () => {
    const keys = (db: Db) => db.selectFrom('settings').select('key').where('key', 'like', 'seen %').execute()
    const seen = await Promise.all([
      database.transaction(db => put(db, 'seen 1').then(() => keys(db))),
      database.transaction(async db => {
        await put(db, 'seen 2')
        return undone(await keys(db))
      }),
      database.transaction(db => keys(db)),
    ])
    assert.deepEqual(
      seen.map(rows => rows.map(({ key }) => key)),
      [['seen 1'], ['seen 1', 'seen 2'], ['seen 1']],
    )
  })

  test('none is over before another process can see what it wrote, nor before what it has seen is stored', async () => {
    const first = database.transaction(db => put(db, 'over 1')).then(() => stored('over'))
    const second = database.transaction(async () => undone(undefined)).then(() => stored('over'))
    for (const there of await Promise.all([first, second])) assert.deepEqual(there, ['over 1'])
  })

  test('a transaction that outlasts its turn is committed when it ends, and the next one is not part of it', async () => {
    let goOn = () => {}
    const held = new Promise<void>(resolve => {
      goOn = resolve
    })
    const order: string[] = []
    const long = database.transaction(async db => {
      await put(db, 'long 1')
      await held
      await put(db, 'long 2')
    })
    const next = database.transaction(async db => {
      order.push(...stored('long').map(String))
      await put(db, 'long 3')
    })
    await nextTurn()
    await nextTurn()
    goOn()
    await Promise.all([long, next])
    assert.deepEqual(order, ['long 1', 'long 2'])
    assert.deepEqual(stored('long'), ['long 1', 'long 2', 'long 3'])
  })

  test('where the disk is full, all that SQLite undoes is refused, and the next group is stored', async () => {
    await database.transaction(async db => {
      await sql`pragma max_page_count = 1`.execute(db) // it is never below the present size
    })
    const outcomes = await Promise.allSettled([
      database.transaction(db => put(db, 'full 1')),
      database.transaction(db => put(db, 'full 2', LARGE)),
      database.transaction(db => put(db, 'full 3')),
    ])
    const isStored = outcomes.map(({ status }) => status === 'fulfilled')
    assert.equal(isStored[1], false)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        assert.ok(outcome.reason instanceof Unavailable && outcome.reason.why === 'full')
    const left = ['full 1', 'full 2', 'full 3'].filter((_, at) => isStored[at])
    assert.deepEqual(stored('full'), left)
    await database.transaction(async db => {
      await sql`pragma max_page_count = 1000000`.execute(db)
    })
    await database.transaction(db => put(db, 'full 4'))
    assert.deepEqual(stored('full'), [...left, 'full 4'])
  })

  test('where one cannot be undone alone, its whole group is refused, and nothing of it is stored', async () => {
    await nextTurn()
    const outcomes = await Promise.allSettled([
      database.transaction(db => put(db, 'stuck 1')),
      database.transaction(async db => {
        await put(db, 'stuck 2')
        await sql`release one`.execute(db) // what it would be undone to is gone
        throw refused
      }),
      database.transaction(db => put(db, 'stuck 3')),
    ])
    assert.equal(outcomes[1]?.status, 'rejected')
    const left = ['stuck 1', 'stuck 2', 'stuck 3'].filter((_, at) => outcomes[at]?.status === 'fulfilled')
    assert.deepEqual(stored('stuck'), left)
  })

  test('a commit that fails rejects every transaction of the group, and nothing of it is stored', async () => {
    await database.transaction(async db => {
      await sql`create table later (id integer primary key, key text references settings deferrable initially deferred)`.execute(
        db,
      )
    })
    /** Whether they were one group: on a machine that is busy, a turn may end between the two. */
    const areTogether = async (attempt: number) => {
      await nextTurn()
      const [first, second] = await Promise.allSettled([
        database.transaction(db => put(db, `commit ${attempt}`)),
        database.transaction(async db => {
          await sql`insert into later (key) values ('commit none')`.execute(db)
        }),
      ])
      assert.equal(second.status, 'rejected')
      assert.equal(stored(`commit ${attempt}`).length, first.status === 'rejected' ? 0 : 1)
      return first.status === 'rejected'
    }
    let attempts = 1
    while (!(await areTogether(attempts))) assert.ok(++attempts <= MOST_ATTEMPTS)
    await database.transaction(db => put(db, 'committed again'))
    assert.deepEqual(stored('committed'), ['committed again'])
  })
})
