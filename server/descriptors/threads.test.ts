import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Threads } from './threads.ts'

const file = new URL('./testing-thread.ts', import.meta.url)

const refusedAsTooMuch = { status: 400, details: /takes too long to read/ }

test('a thread answers its tasks, several at once and one after the other', async () => {
  const threads = new Threads(file)
  const answers = await Promise.all([1, 2, 3, 4, 5].map(value => threads.run<number>('double', value)))
  assert.deepEqual(answers, [2, 4, 6, 8, 10])
  assert.equal(await threads.run<number>('double', 21), 42)
})

test('a task that never ends is ended, and the next one is answered', async () => {
  const threads = new Threads(file, { threads: 1, timeoutMs: 700 })
  const endless = threads.run<never>('endless')
  const next = threads.run<number>('double', 4)
  await assert.rejects(endless, refusedAsTooMuch)
  assert.equal(await next, 8)
})

test('a task that takes too much memory is ended, and the next one is answered', async () => {
  const threads = new Threads(file, { threads: 1, memoryMb: 64 })
  await assert.rejects(threads.run<never>('greedy'), refusedAsTooMuch)
  assert.equal(await threads.run<number>('double', 4), 8)
})

test('a fault of our own in a task is an error, not the client’s mistake', async () => {
  const threads = new Threads(file)
  await assert.rejects(threads.run('broken'), /broken: Error: a bug/)
  await assert.rejects(threads.run('unknown'), /there is no such task/)
})
