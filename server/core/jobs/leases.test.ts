import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { type Engine, engines, sharedDatabase } from '../../testing/each-database.ts'
import type { Database } from '../db/database.ts'
import { jobLanes } from '../db/migrations/012-job-lanes.ts'
import { type Run, runDueJobs, startJobs } from './jobs.ts'
import { type Job, type JobHandlers, JobLost } from './kinds.ts'
import { enqueue, enqueueUnlessThere } from './queue.ts'
import { jobState } from './state.ts'
import { noted, put } from './testing.ts'

const LEASE = { ms: 60_000, renewEveryMs: 20 }
const NEVER_RENEWED = { ms: 60_000, renewEveryMs: 3_600_000 }

const until = async (isSo: () => unknown, what: string) => {
  for (let left = 1000; !(await isSo()); left--) {
    if (left === 0) assert.fail(`never: ${what}`)
    await sleep(10)
  }
}

/** What jobs leave behind: a setting that holds the last result. */
const store = (job: Job, value: string) =>
  job.write(db =>
    db
      .insertInto('settings')
      .values({ key: 'result', value })
      .onConflict(on => on.column('key').doUpdateSet({ value }))
      .execute(),
  )

const result = async ({ db }: Database) =>
  (await db.selectFrom('settings').select('value').where('key', '=', 'result').executeTakeFirst())?.value

const rowOf = ({ db }: Database, key: string) =>
  db.selectFrom('jobs').selectAll().where('key', '=', key).executeTakeFirst()

/** A handler that waits until the test lets it go on. */
const gated = (work: (key: string, job: Job) => Promise<unknown>) => {
  const begun: { key: string; job: Job; letGo: () => void }[] = []
  const handler = noted(async (key, job) => {
    const gate = Promise.withResolvers<void>()
    begun.push({ key, job, letGo: gate.resolve })
    await gate.promise
    await work(key, job)
  })
  return { begun, handler }
}

/** A node that works in the background; `faults` is what it reported. */
const nodeOf = (database: Database, handlers: JobHandlers, more: Partial<Run> = {}) => {
  const faults: string[] = []
  const report = (error: unknown) => faults.push(String(error))
  return { faults, ...startJobs({ database, clock: () => 1000, handlers, report, lease: LEASE, ...more }) }
}

const tests: Record<string, (database: Database) => Promise<void>> = {
  'that take longer than their lease are done once: it is renewed': async database => {
    const time = { now: 1000 }
    const clock = () => time.now
    const { begun, handler } = gated((key, job) => store(job, key))
    await put(database, 'long')
    const node = nodeOf(database, { note: handler }, { clock })
    await until(() => begun.length === 1, 'begun')
    for (const step of [40_000, 40_000, 40_000]) {
      time.now += step
      await until(async () => (await rowOf(database, 'long'))?.leased_until === time.now + LEASE.ms, 'renewed')
      assert.equal(await runDueJobs({ database, clock, handlers: { note: handler } }), 0)
    }
    begun[0]?.letGo()
    await until(async () => !(await rowOf(database, 'long')), 'done')
    await node.stop()
    assert.deepEqual([begun.length, await result(database), node.faults], [1, 'long', []])
  },

  'whose lease ended belong to the next node, and the node before writes no longer': async database => {
    const time = { now: 1000 }
    const clock = () => time.now
    const first = gated((_, job) => store(job, 'from the node before'))
    const second = gated((_, job) => store(job, 'from the next node'))
    await put(database, 'lost')
    const before = nodeOf(database, { note: first.handler }, { clock, lease: NEVER_RENEWED })
    await until(() => first.begun.length === 1, 'begun')
    time.now += NEVER_RENEWED.ms
    const next = nodeOf(database, { note: second.handler }, { clock })
    await until(() => second.begun.length === 1, 'begun by the next')
    first.begun[0]?.letGo()
    await before.stop()
    assert.ok(await rowOf(database, 'lost'), 'the next node’s job is still there')
    assert.equal(await result(database), undefined)
    second.begun[0]?.letGo()
    await until(async () => !(await rowOf(database, 'lost')), 'done')
    await next.stop()
    assert.equal(await result(database), 'from the next node')
    assert.deepEqual([before.faults, next.faults], [[], []], 'none of it is a failure')
  },

  'give way to a newer one with the same key, also while they are being done': async database => {
    const { begun, handler } = gated((key, job) => store(job, key))
    await put(database, 'same', { says: 'older' })
    const node = nodeOf(database, { note: handler }, { lease: NEVER_RENEWED })
    await until(() => begun.length === 1, 'begun')
    await put(database, 'same', { says: 'newer' })
    node.wake()
    const [older = assert.fail()] = begun
    await until(() => older.job.signal.aborted, 'the older one learns it')
    assert.ok(older.job.signal.reason instanceof JobLost)
    await assert.rejects(store(older.job, 'written too late'), JobLost)
    older.letGo()
    await until(() => begun.length === 2, 'the newer one begins')
    assert.equal(await result(database), undefined)
    begun[1]?.letGo()
    await until(async () => !(await rowOf(database, 'same')), 'done')
    await node.stop()
    assert.deepEqual(
      [begun.map(({ key }) => key), await result(database), node.faults],
      [['older', 'newer'], 'newer', []],
    )
  },

  'learn of a newer one at the next renewal where it was added by another node': async database => {
    const { begun, handler } = gated(async () => {})
    await put(database, 'elsewhere', { says: 'older' })
    const node = nodeOf(database, { note: handler })
    await until(() => begun.length === 1, 'begun')
    await put(database, 'elsewhere', { says: 'newer' })
    const [older = assert.fail()] = begun
    await until(() => older.job.signal.aborted, 'the older one learns it')
    older.letGo()
    await until(() => begun.length === 2, 'the newer one begins')
    begun[1]?.letGo()
    await node.stop()
  },

  'that wait take the payload, the time and the tries of a newer one': async database => {
    const said: string[] = []
    const handlers = { note: noted(async key => said.push(key)) }
    await put(database, 'twice', { says: 'older' })
    await database.transaction(db => db.updateTable('jobs').set({ attempts: 5, done: 1, of: 2 }).execute())
    await database.transaction(async db => {
      const newer = { key: 'twice', kind: 'note', payload: { key: 'newer' }, runAt: 2000 } as const
      await enqueue(db, newer, 1000)
      await enqueueUnlessThere(db, { ...newer, payload: { key: 'newest' } }, 1000)
    })
    assert.equal(await runDueJobs({ database, clock: () => 1999, handlers }), 0)
    assert.deepEqual(await jobState(database.db, 'twice', 1999), {
      state: 'WAITING',
      progress: undefined,
      attempts: 0,
      runAt: 2000,
    })
    assert.equal(await runDueJobs({ database, clock: () => 2000, handlers }), 1)
    assert.deepEqual(said, ['newer'])
  },

  'say how far they are, stored at most once a second': async database => {
    const { begun, handler } = gated(async () => {})
    await put(database, 'counted')
    const node = nodeOf(database, { note: handler }, { lease: NEVER_RENEWED })
    await until(() => begun.length === 1, 'begun')
    const [{ job, letGo } = assert.fail()] = begun
    const state = () => jobState(database.db, 'counted', 1000)
    const running = { state: 'RUNNING', attempts: 1, runAt: 1000 } as const
    assert.deepEqual(await state(), { ...running, progress: undefined })
    for (let done = 1; done <= 50; done++) await job.progress(done, 200)
    assert.deepEqual(await state(), { ...running, progress: { done: 1, of: 200 } })
    await sleep(1010)
    await job.progress(51, 200)
    assert.deepEqual(await state(), { ...running, progress: { done: 51, of: 200 } })
    await put(database, 'counted')
    await sleep(1010)
    await assert.rejects(job.progress(52, 200), JobLost)
    assert.equal((await state())?.progress, undefined)
    letGo()
    await until(() => begun.length === 2, 'the newer one begins')
    begun[1]?.letGo()
    await until(async () => !(await state()), 'done')
    await node.stop()
  },

  'of a lane are done so many at once': async database => {
    const { begun, handler } = gated(async () => {})
    const other = Promise.withResolvers<string>()
    const note = noted(async (key, job) =>
      key === 'other' ? other.resolve(key) : handler(JSON.stringify({ key }), job),
    )
    for (const key of ['a', 'b', 'c']) await put(database, key, { lane: 'two' })
    await put(database, 'other')
    const node = nodeOf(database, { note }, { lanes: [{ name: 'two', atOnce: 2 }] })
    await Promise.all([other.promise, until(() => begun.length === 2, 'two begun')])
    await sleep(50)
    assert.deepEqual(begun.map(({ key }) => key).toSorted(), ['a', 'b'])
    begun[0]?.letGo()
    await until(() => begun.length === 3, 'the third begins')
    for (const one of begun) one.letGo()
    await until(async () => !(await rowOf(database, 'c')), 'all are done')
    await node.stop()
  },

  'of a lane that nothing here serves are done in the main one': async database => {
    await put(database, 'stray', { lane: 'from-the-future' })
    const done: string[] = []
    const handlers = { note: noted(async key => done.push(key)) }
    assert.equal(await runDueJobs({ database, clock: () => 1000, handlers }), 1)
    assert.deepEqual(done, ['stray'])
  },

  'that end because their node stops are due at once for another, and that is no failure': async database => {
    const begun = Promise.withResolvers<void>()
    await put(database, 'moved')
    const note = noted(async (_, { signal }) => {
      begun.resolve()
      await sleep(60_000, undefined, { signal })
    })
    const node = nodeOf(database, { note })
    await begun.promise
    await node.stop()
    assert.deepEqual(node.faults, [])
    const row = await rowOf(database, 'moved')
    assert.deepEqual([row?.attempts, row?.leased_until, row?.holder, row?.run_at], [0, null, null, 1000])
  },

  'that ended their process eight times are given up': async database => {
    await put(database, 'deadly')
    const dead = { attempts: 8, leased_until: 500, holder: 'dead' }
    await database.transaction(db => db.updateTable('jobs').set(dead).execute())
    const faults: string[] = []
    const handlers = { note: noted(async () => assert.fail('begun again')) }
    await runDueJobs({ database, clock: () => 1000, handlers, report: error => faults.push(String(error)) })
    assert.deepEqual(faults, ['Error: it was begun 8 times and never ended'])
    assert.equal(await rowOf(database, 'deadly'), undefined)
  },

  'that fit no declared payload do not compile': async ({ db }) => {
    const wrong = () => [
      // @ts-expect-error: a key that is no text
      enqueue(db, { key: 'k', kind: 'note', payload: { key: 1 } }, 0),
      // @ts-expect-error: the payload of another kind
      enqueue(db, { key: 'k', kind: 'mail', payload: { key: 'k' } }, 0),
      // @ts-expect-error: no such kind
      enqueue(db, { key: 'k', kind: 'nothing', payload: {} }, 0),
    ]
    // @ts-expect-error: a handler that reads something else than is enqueued
    const handlers: JobHandlers = { fails: noted(async () => {}) }
    assert.equal(typeof wrong, typeof handlers.fails)
  },
}

const OLD_TABLE = [
  'drop table jobs',
  `create table jobs (
    key text primary key, kind text not null, payload text not null, run_at bigint not null, leased_until bigint, attempts bigint not null)`,
  'create index jobs_run_at on jobs (run_at)',
  `insert into jobs values ('mail:1', 'mail', '{"a":1}', 5, null, 2), ('clean-up', 'clean-up', '{}', 6, 7, 1)`,
]

const carriesOver = async (engine: Engine) => {
  const { database, dispose } = await engine.open()
  try {
    await database.transaction(async db => {
      for (const statement of [...OLD_TABLE, ...jobLanes]) await db.executeQuery(CompiledQuery.raw(statement))
    })
    const rows = await database.db.selectFrom('jobs').selectAll().orderBy('key').execute()
    const added = { holder: null, done: null, of: null }
    const cleanUp = { key: 'clean-up', kind: 'clean-up', payload: '{}', run_at: 6, leased_until: 7, attempts: 1 }
    const mail = { key: 'mail:1', kind: 'mail', payload: '{"a":1}', run_at: 5, leased_until: null, attempts: 2 }
    assert.deepEqual(
      rows.map(row => ({ ...row })),
      [
        { ...cleanUp, lane: 'main', ...added },
        { ...mail, lane: 'mail', ...added },
      ],
    )
  } finally {
    await dispose()
  }
}

for (const engine of engines)
  suite(`leases of jobs (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    for (const [name, work] of Object.entries(tests))
      test(name, async () => {
        const { database } = await open()
        await database.transaction(async db => {
          await db.deleteFrom('jobs').execute()
          await db.deleteFrom('settings').where('key', '=', 'result').execute()
        })
        await work(database)
      })
    test('that waited before there were lanes are kept, and mails go to their lane', () => carriesOver(engine))
  })
