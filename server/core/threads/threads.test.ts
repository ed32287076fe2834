import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unavailable } from '../db/failures.ts'
import { onUnreadable } from '../db/rows.ts'
import { Problem } from '../problems/problems.ts'
import { Threads } from './threads.ts'

const file = new URL('./testing-thread.ts', import.meta.url)
const ada = { who: 'ada' }
const bob = { who: 'bob' }
const LARGE = 'x'.repeat(200_000)
const SMALL = 'x'

const isLike = (one: object, other: object) =>
  Object.entries(other).every(([key, value]) => Reflect.get(one, key) === value)

const refusedAsTooMuch = { status: 400, details: /takes too long to parse/ }
const refusedAsFull = { status: 503, extra: { headers: { 'retry-after': '5' } } }

test('a thread answers its tasks, several at once and one after the other', async () => {
  const threads = new Threads(file)
  const answers = await Promise.all([1, 2, 3, 4, 5].map(value => threads.run<number>(ada, 'double', value)))
  assert.deepEqual(answers, [2, 4, 6, 8, 10])
  assert.equal(await threads.run<number>(ada, 'double', 21), 42)
})

test('a task that never ends is ended after its CPU time, and the next one is answered', async () => {
  const threads = new Threads(file, { threads: 1, cpuMs: 300 })
  const endless = threads.run<never>(ada, 'endless')
  const next = threads.run<number>(ada, 'double', 4)
  await assert.rejects(endless, refusedAsTooMuch)
  assert.equal(await next, 8)
})

test('a task that takes too much memory is ended, and the next one is answered', async () => {
  const threads = new Threads(file, { threads: 1, memoryMb: 64 })
  await assert.rejects(threads.run<never>(ada, 'greedy'), refusedAsTooMuch)
  assert.equal(await threads.run<number>(ada, 'double', 4), 8)
})

test('a fault of our own in a task is an error, not the client’s mistake', async () => {
  const threads = new Threads(file)
  await assert.rejects(threads.run(ada, 'broken'), /broken: Error: a bug/)
  await assert.rejects(threads.run(ada, 'unknown'), /there is no such task/)
})

test('what a task refuses, and what the database fails at, is thrown here as it was there', async () => {
  const threads = new Threads(file)
  const refusal = { status: 404, type: 'NOT_FOUND', details: 'There is no lamp.' }
  await assert.rejects(threads.run(ada, 'missing'), error => error instanceof Problem && isLike(error, refusal))
  await assert.rejects(threads.run(ada, 'full'), error => error instanceof Unavailable && error.why === 'full')
})

test('rows that a task could not read are reported here', async () => {
  const rows: string[] = []
  const stop = onUnreadable(({ id, error }) => rows.push(`${id}: ${error}`))
  assert.equal(await new Threads(file).run<string>(ada, 'damaged'), 'something else')
  stop()
  assert.equal(rows.length, 1)
  assert.match(rows[0] ?? '', /row-7-of-a-thread: .*not JSON/s)
})

test('a caller who had to wait is authorized again, one who did not is not', async () => {
  const threads = new Threads(file, { threads: 1 })
  const asked: string[] = []
  const asking = (who: string, refuse = false) => ({
    who,
    stillAllowed: async () => {
      asked.push(who)
      if (refuse)
        throw new Problem({ status: 401, type: 'UNAUTHORIZED', message: 'Unauthorized' }, 'Your session ended.')
    },
  })
  const first = threads.run(asking('first'), 'work', SMALL)
  const refused = threads.run(asking('refused', true), 'endless')
  const last = threads.run<number>(asking('last'), 'double', 4)
  await first
  await assert.rejects(refused, { status: 401 })
  assert.equal(await last, 8)
  assert.deepEqual(asked, ['refused', 'last'])
})

test('one caller leaves a thread to the others', async () => {
  const threads = new Threads(file, { threads: 3 })
  const done = await orderOf(threads, [...Array.from({ length: 4 }, () => [ada, LARGE] as const), [bob, SMALL]])
  assert.equal(done[0], 'bob small')
})

/** Starts the tasks in that order and says in which order they were done. */
const orderOf = async (threads: Threads, tasks: readonly (readonly [{ who: string }, string])[]) => {
  const done: string[] = []
  const run = async ([caller, text]: readonly [{ who: string }, string]) => {
    await threads.run(caller, 'work', text)
    done.push(`${caller.who} ${text === LARGE ? 'large' : 'small'}`)
  }
  await Promise.all(tasks.map(run))
  return done
}

test('large documents, of one person or of several, do not delay the small ones of another', async () => {
  const threads = new Threads(file)
  await Promise.all([ada, bob].map(caller => threads.run(caller, 'double', 1))) // both threads are there
  const done = await orderOf(threads, [
    ...Array.from({ length: 6 }, () => [ada, LARGE] as const),
    [{ who: 'eve' }, LARGE],
    ...Array.from({ length: 4 }, () => [bob, SMALL] as const),
  ])
  assert.deepEqual(
    done.slice(0, 5).filter(one => one === 'bob small'),
    Array.from({ length: 4 }, () => 'bob small'),
  )
})

test('callers take turns, regardless of who came first and with how much', async () => {
  const threads = new Threads(file, { threads: 1 })
  const done = await orderOf(threads, [
    ...Array.from({ length: 5 }, () => [ada, SMALL] as const),
    ...Array.from({ length: 3 }, () => [bob, SMALL] as const),
  ])
  assert.deepEqual(
    done.map(one => one.split(' ')[0]),
    ['ada', 'ada', 'bob', 'ada', 'bob', 'ada', 'bob', 'ada'],
  )
})

test('only so much waits: beyond it the answer is 503, for one caller sooner than for all', async () => {
  const threads = new Threads(file, { threads: 1, mostWaiting: 6 })
  const tasks = (caller: { who: string }, count: number) =>
    Array.from({ length: count }, () => threads.run<number>(caller, 'work', SMALL))
  const ofAda = tasks(ada, 5) // one runs, three wait
  const ofBob = tasks(bob, 4)
  await assert.rejects(Promise.all(ofAda.slice(4)), refusedAsFull)
  await assert.rejects(Promise.all(ofBob.slice(3)), refusedAsFull)
  await Promise.all([...ofAda.slice(0, 4), ...ofBob.slice(0, 3)])
  const small = new Threads(file, { threads: 1, mostCharacters: 1_000_000 })
  const [first, second, third, fourth] = Array.from({ length: 4 }, () => small.run(ada, 'work', LARGE))
  await assert.rejects(fourth ?? Promise.resolve(), refusedAsFull)
  await Promise.all([first, second, third])
})

test('what nobody waits for any more is dropped before a thread takes it', async () => {
  const threads = new Threads(file, { threads: 1 })
  const caller = new AbortController()
  const running = threads.run(ada, 'work', SMALL)
  const dropped = threads.run({ ...ada, signal: caller.signal }, 'endless')
  const next = threads.run<number>(ada, 'double', 4)
  caller.abort()
  await assert.rejects(dropped, { status: 499 })
  await assert.rejects(threads.run({ ...ada, signal: caller.signal }, 'endless'), { status: 499 })
  await running
  assert.equal(await next, 8)
})

test('a task can have limits of its own, and starting a thread takes nothing of them', async () => {
  const threads = new Threads(file, { threads: 1, cpuMs: 5_000 })
  const limits = {
    cpuMs: 60,
    tooMuch: () => new Problem({ status: 400, type: 'BAD_REQUEST', message: '' }, 'Too slow.'),
  }
  assert.equal(await threads.run<number>(ada, { name: 'double', ...limits }, 4), 8)
  const started = performance.now()
  await assert.rejects(threads.run(ada, { name: 'endless', ...limits }), { status: 400, details: 'Too slow.' })
  assert.ok(performance.now() - started < 4_000, 'long before what all tasks have')
})
