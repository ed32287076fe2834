import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { within } from './deadline.ts'

const DEADLINE = JSON.stringify(new URL('./deadline.ts', import.meta.url).href)

/** Runs a program that asks to be killed after 300 ms; resolves with its exit code and the signal that ended it. */
const run = (program: string) =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { killAfter } from ${DEADLINE}; killAfter(300); ${program}`,
    ])
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })

/** A thread of Node's pool waits for a pipe that nobody ever writes to, and exiting waits for the thread. */
const POOL_BLOCKED = `
  const { execFileSync } = await import('node:child_process'), fs = await import('node:fs'), { join } = await import('node:path')
  const folder = fs.mkdtempSync('/tmp/portico-deadline-')
  execFileSync('mkfifo', [join(folder, 'pipe')])
  fs.open(join(folder, 'pipe'), 'r', () => {})
  setTimeout(() => { fs.rmSync(folder, { recursive: true }); process.exit(0) }, 100)`

test('a process whose event loop is blocked is killed at its deadline', async () => {
  assert.deepEqual(await run('for (;;);'), { code: null, signal: 'SIGKILL' })
})

test('a process that cannot even exit is killed at its deadline', async () => {
  assert.deepEqual(await run(POOL_BLOCKED), { code: null, signal: 'SIGKILL' })
})

test('a process that ends in time keeps its exit code', async () => {
  assert.deepEqual(await run('process.exit(7)'), { code: 7, signal: null })
})

test('work is waited for no longer than its time, and its error in time is thrown', async () => {
  await within(10, new Promise(() => {}))
  await within(10_000, Promise.resolve())
  await assert.rejects(within(10_000, Promise.reject(new Error('broken'))), /broken/)
})
