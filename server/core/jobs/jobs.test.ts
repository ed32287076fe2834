import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createLink } from '../../identity/links/links.ts'
import { SLICES } from '../../slices.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import type { Database } from '../db/database.ts'
import { backgroundOf } from '../slices/derived.ts'
import { enqueue, type JobHandlers, planRecurring, recurring, runDueJobs, startJobs } from './jobs.ts'

const put = (database: Database, key: string, kind = 'note', runAt?: number) =>
  database.transaction(db =>
    enqueue(db, { key, kind, payload: { key }, ...(runAt === undefined ? {} : { runAt }) }, 1000),
  )

const waitingKeys = async ({ db }: Database) =>
  (await db.selectFrom('jobs').select('key').orderBy('key').execute()).map(({ key }) => key)

const tests: Record<string, (database: Database) => Promise<void>> = {
  'are done once, the oldest first, when they are due': async database => {
    const done: string[] = []
    const handlers: JobHandlers = { note: async payload => void done.push(JSON.parse(payload).key) }
    await put(database, 'b', 'note', 900)
    await put(database, 'a')
    await put(database, 'a')
    await put(database, 'later', 'note', 5000)
    assert.equal(await runDueJobs({ database, clock: () => 1000, handlers }), 2)
    assert.deepEqual(done, ['b', 'a'])
    assert.deepEqual(await waitingKeys(database), ['later'])
  },

  'are done once by however many nodes look at the same time': async database => {
    const done: string[] = []
    const handlers: JobHandlers = { note: async payload => void done.push(JSON.parse(payload).key) }
    const keys = Array.from({ length: 12 }, (_, n) => `job-${n}`.padEnd(8))
    for (const key of keys) await put(database, key)
    await Promise.all([1, 2, 3].map(() => runDueJobs({ database, clock: () => 1000, handlers })))
    assert.deepEqual(done.toSorted(), keys.toSorted())
  },

  'that fail are tried again later and later, and given up after eight times': async database => {
    const time = { now: 1000 }
    const attempts: number[] = []
    const faults: number[] = []
    const handlers: JobHandlers = {
      note: async () => {
        attempts.push(time.now)
        throw new Error('no')
      },
    }
    const run = {
      database,
      clock: () => time.now,
      handlers,
      report: (_: unknown, job: { attempts: number }) => faults.push(job.attempts),
    }
    await put(database, 'failing')
    for (let hours = 0; hours < 40; hours++) {
      await runDueJobs(run)
      time.now += 3_600_000
    }
    assert.equal(attempts.length, 8)
    assert.deepEqual(faults, [1, 2, 3, 4, 5, 6, 7, 8])
    assert.deepEqual(await waitingKeys(database), [])
  },

  'of a kind with a lane of its own hold up no other, whatever they wait for': async database => {
    const other = Promise.withResolvers<void>()
    const handlers: JobHandlers = {
      slow: async () => other.promise.then(() => undefined),
      note: async () => void other.resolve(),
    }
    await put(database, 'slow', 'slow', 900)
    await put(database, 'note')
    const run = { database, clock: () => 1000, handlers, lanes: [['slow']] }
    assert.equal(await runDueJobs(run), 2)
  },

  'of a node that died are done by another once the lease is over': async database => {
    await put(database, 'orphan')
    await database.transaction(db => db.updateTable('jobs').set({ leased_until: 60_000, attempts: 1 }).execute())
    const done: string[] = []
    const handlers: JobHandlers = { note: async payload => void done.push(payload) }
    assert.equal(await runDueJobs({ database, clock: () => 59_999, handlers }), 0)
    assert.equal(await runDueJobs({ database, clock: () => 60_000, handlers }), 1)
  },

  'that are done for ever go on however often they fail, at the latest after their interval': async database => {
    const time = { now: 1000 }
    let tries = 0
    const fails = recurring(60_000, async () => {
      tries++
      throw new Error('no')
    })
    const run = { database, clock: () => time.now, handlers: { fails } }
    await planRecurring(database, run.handlers, time.now)
    for (let minutes = 0; minutes < 20; minutes++) {
      await runDueJobs(run)
      time.now += 60_000
    }
    assert.equal(tries, 20)
  },

  'are due within the interval of their kind after a clock was a day ahead': async database => {
    const { app, time } = await createWorld(database)
    const start = time.now
    const handlers: JobHandlers = Object.fromEntries(
      Object.entries(backgroundOf(SLICES, app.services).handlers).map(([kind, handler]) => [
        kind,
        Object.assign(async () => ({ againInMs: handler.everyMs ?? 3_600_000 }), handler),
      ]),
    )
    const run = { database, clock: () => time.now, handlers }
    await planRecurring(database, handlers, start)
    for (const kind of ['mail', 'reset-mail']) await put(database, kind, kind, start)
    time.now = start + 25 * 3_600_000
    const kinds = await runDueJobs(run)
    assert.ok(kinds >= 5)
    await database.transaction(db =>
      db
        .updateTable('jobs')
        .set({ leased_until: time.now + 120_000 })
        .where('kind', '=', 'clean-up')
        .execute(),
    )
    time.now = start + 60_000
    assert.equal(await runDueJobs(run), kinds)
    const waiting = await database.db.selectFrom('jobs').select(['kind', 'run_at', 'leased_until']).execute()
    for (const { kind, run_at, leased_until } of waiting) {
      assert.equal(run_at, time.now + (handlers[kind]?.everyMs ?? 3_600_000), kind)
      assert.equal(leased_until, null)
    }
    time.now -= 30_000 // clocks of servers differ a little
    assert.equal(await runDueJobs(run), 0)
  },

  'of an unknown kind wait for a version that knows it': async database => {
    const faults: string[] = []
    await put(database, 'future', 'from-the-future')
    await runDueJobs({ database, clock: () => 1000, handlers: {}, report: error => faults.push(String(error)) })
    assert.equal(faults.length, 1)
    assert.deepEqual(await waitingKeys(database), ['future'])
  },

  'are looked for when the runner is woken, and stopping waits for what is under way': async database => {
    let finish = () => {}
    const gate = new Promise<void>(resolve => {
      finish = resolve
    })
    const done: string[] = []
    const begun = Promise.withResolvers<void>()
    const handlers: JobHandlers = {
      note: async payload => {
        begun.resolve()
        await gate
        done.push(JSON.parse(payload).key)
        return undefined
      },
    }
    const runner = startJobs({ database, clock: () => 1000, handlers })
    await put(database, 'one')
    await put(database, 'two')
    runner.wake()
    await begun.promise
    const stopped = runner.stop()
    finish()
    await stopped
    assert.deepEqual(done, ['one'])
    assert.deepEqual(await waitingKeys(database), ['two'])
  },

  'clean up what nobody can use any more, every hour': async database => {
    const { person, app, time } = await createWorld(database)
    const [gone, kept] = [await person(), await person()]
    const start = time.now
    await database.transaction(db => createLink(db, { kind: 'RESET', userId: gone.id, createdBy: null }, start))
    const { 'clean-up': cleanUp = assert.fail() } = backgroundOf(SLICES, app.services).handlers
    const run = { database, clock: () => time.now, handlers: { 'clean-up': cleanUp } }
    await planRecurring(database, run.handlers, start)
    await planRecurring(database, run.handlers, start)
    time.now = start + app.services.config.sessionIdleMs
    await database.transaction(db =>
      db
        .insertInto('session_uses')
        .columns(['hash', 'last_seen_at'])
        .expression(eb =>
          eb
            .selectFrom('sessions')
            .select(['hash', eb.val(time.now).as('at')])
            .where('user_id', '=', kept.id),
        )
        .execute(),
    )
    assert.equal(await runDueJobs(run), 1)
    const sessions = await database.db.selectFrom('sessions').select('user_id').execute()
    assert.deepEqual(
      sessions.map(({ user_id }) => user_id),
      [kept.id],
    )
    assert.equal((await database.db.selectFrom('links').select('id').execute()).length, 1)
    time.now = start + 9 * 86_400_000
    assert.equal(await runDueJobs(run), 1)
    assert.equal((await database.db.selectFrom('links').select('id').execute()).length, 0)
    assert.equal(await runDueJobs(run), 0)
    assert.deepEqual(await waitingKeys(database), ['clean-up'])
  },
}

for (const engine of engines)
  suite(`jobs (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    for (const [name, work] of Object.entries(tests))
      test(name, async () => {
        const { database } = await open()
        await database.transaction(db => db.deleteFrom('jobs').execute())
        await work(database)
      })
  })
