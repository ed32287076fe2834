import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createLink } from '../../identity/links/links.ts'
import { SLICES } from '../../slices.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import type { Database } from '../db/database.ts'
import { backgroundOf } from '../slices/derived.ts'
import { planRecurring, runDueJobs, startJobs } from './jobs.ts'
import { type JobHandlers, recurring } from './kinds.ts'
import { noted, put } from './testing.ts'

/** As a version that knows other kinds may have written it. */
const putUnknown = (database: Database, kind: string, runAt = 1000) =>
  database.transaction(db =>
    db
      .insertInto('jobs')
      .values({ key: kind, kind, payload: '{}', lane: 'main', run_at: runAt, attempts: 0 })
      .execute(),
  )

const waitingKeys = async ({ db }: Database) =>
  (await db.selectFrom('jobs').select('key').orderBy('key').execute()).map(({ key }) => key)

const tests: Record<string, (database: Database) => Promise<void>> = {
  'are done once, the oldest first, when they are due': async database => {
    const done: string[] = []
    const handlers: JobHandlers = { note: noted(async key => done.push(key)) }
    await put(database, 'b', { runAt: 900 })
    await put(database, 'a')
    await put(database, 'a')
    await put(database, 'later', { runAt: 5000 })
    assert.equal(await runDueJobs({ database, clock: () => 1000, handlers }), 2)
    assert.deepEqual(done, ['b', 'a'])
    assert.deepEqual(await waitingKeys(database), ['later'])
  },

  'are done once by however many nodes look at the same time': async database => {
    const done: string[] = []
    const handlers: JobHandlers = { note: noted(async key => done.push(key)) }
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
      note: noted(async () => {
        attempts.push(time.now)
        throw new Error('no')
      }),
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
      slow: noted(() => other.promise),
      note: noted(async () => other.resolve()),
    }
    await put(database, 'slow', { kind: 'slow', lane: 'slow', runAt: 900 })
    await put(database, 'note')
    const run = { database, clock: () => 1000, handlers, lanes: [{ name: 'slow', atOnce: 1 }] }
    assert.equal(await runDueJobs(run), 2)
  },

  'of a node that died are done by another once the lease is over': async database => {
    await put(database, 'orphan')
    await database.transaction(db => db.updateTable('jobs').set({ leased_until: 60_000, attempts: 1 }).execute())
    const done: string[] = []
    const handlers: JobHandlers = { note: noted(async key => done.push(key)) }
    assert.equal(await runDueJobs({ database, clock: () => 59_999, handlers }), 0)
    assert.equal(await runDueJobs({ database, clock: () => 60_000, handlers }), 1)
  },

  'that recur go on however often they fail, no later than after their interval': async database => {
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
    for (const kind of ['mail', 'reset-mail']) await putUnknown(database, kind, start)
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
    const every = new Map(Object.entries(handlers).map(([kind, { everyMs }]) => [kind, everyMs]))
    for (const { kind, run_at, leased_until } of waiting) {
      assert.equal(run_at, time.now + (every.get(kind) ?? 3_600_000), kind)
      assert.equal(leased_until, null)
    }
    time.now -= 30_000 // clocks of servers differ a little
    assert.equal(await runDueJobs(run), 0)
  },

  'of an unknown kind wait for a version that knows it': async database => {
    const faults: string[] = []
    await putUnknown(database, 'from-the-future')
    await runDueJobs({ database, clock: () => 1000, handlers: {}, report: error => faults.push(String(error)) })
    assert.equal(faults.length, 1)
    assert.deepEqual(await waitingKeys(database), ['from-the-future'])
  },

  'are looked for when the runner is woken, and stopping waits for what is under way': async database => {
    let finish = () => {}
    const gate = new Promise<void>(resolve => {
      finish = resolve
    })
    const done: string[] = []
    const begun = Promise.withResolvers<void>()
    const handlers: JobHandlers = {
      note: noted(async key => {
        begun.resolve()
        await gate
        done.push(key)
      }),
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

  'clean up what no one can use, every hour': async database => {
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
