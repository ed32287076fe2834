/** Another process, such as the command line, holds the write lock of the SQLite file while the server answers requests. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { suite, test } from 'node:test'
import { newFolder } from '../../testing/folder.ts'
import { createWorld } from '../../testing/world.ts'
import { openSqlite } from './sqlite.ts'

const HOLDER = `
  const { DatabaseSync } = require('node:sqlite')
  const database = new DatabaseSync(process.argv[1], { timeout: 5000 })
  database.exec('begin immediate')
  console.log('held')
  process.stdin.on('end', () => database.exec('rollback')).resume()
`

/** Holds the write lock until the test asks it to release it. */
const holdLock = async (file: string) => {
  const holder = spawn(process.execPath, ['-e', HOLDER, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  return async () => {
    holder.stdin.end()
    await once(holder, 'exit')
  }
}

const withWorld = async (
  options: { longestWaitMs?: number },
  work: (world: Awaited<ReturnType<typeof createWorld>>, file: string) => Promise<void>,
) => {
  const folder = newFolder('portico-locked-')
  const file = join(folder, 'portico.db')
  const database = openSqlite(file, options)
  try {
    await database.migrate()
    await work(await createWorld(database), file)
  } finally {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const PAUSE_MS = 100

/** Counts turns of the event loop that took longer than 100 ms, more than half of it on this thread's own time. */
const watchPauses = () => {
  let pauses = 0
  let [at, cpu] = [performance.now(), process.threadCpuUsage()]
  const timer = setInterval(() => {
    const used = process.threadCpuUsage(cpu)
    const took = performance.now() - at
    if (took > PAUSE_MS && (used.user + used.system) / 1000 > took / 2) pauses++
    ;[at, cpu] = [performance.now(), process.threadCpuUsage()]
  }, 10)
  return () => {
    clearInterval(timer)
    return pauses
  }
}

suite('while another process holds the write lock', () => {
  test('reads are answered, and a write waits and is carried out once the lock is free', () =>
    withWorld({ longestWaitMs: 60_000 }, async ({ person, token, request }, file) => {
      const owner = await person(['ADMIN'])
      const as = await token(owner)
      const read = () => request({ url: '/api/v1/catalog', as })
      const create = (name: string) =>
        request({ method: 'POST', url: '/api/v1/auth/token', as: owner.session, body: { name, expirationDate: null } })
      await Promise.all([read(), create('before')]) // what runs once, such as compiling the checks, is not measured
      const letGo = await holdLock(file)
      const pausesSoFar = watchPauses()
      const write = create('waits')
      let isWritten = false
      write.then(() => {
        isWritten = true
      })
      // a thread that stands still until the lock is free would never come to let go of it
      for (let reads = 0; reads < 50; reads++) assert.equal((await read()).status, 200)
      assert.equal(isWritten, false)
      assert.equal(pausesSoFar(), 0)
      await letGo()
      assert.equal((await write).status, 201)
    }))

  test('a write that has waited too long is answered with 503, busy, and has changed nothing', () =>
    withWorld({ longestWaitMs: 200 }, async ({ database, person, token, request }, file) => {
      const owner = await person(['ADMIN'])
      const as = await token(owner)
      const letGo = await holdLock(file)
      const create = (name: string) =>
        request({ method: 'POST', url: '/api/v1/auth/token', as: owner.session, body: { name, expirationDate: null } })
      const answers = await Promise.all(['one', 'two', 'three'].map(create))
      assert.deepEqual(
        answers.map(({ status, headers, body }) => [status, headers['retry-after'], /is busy/.test(body.details)]),
        answers.map(() => [503, '5', true]),
      )
      assert.equal((await request({ url: '/api/v1/catalog', as })).status, 200)
      await letGo()
      const names = await database.db.selectFrom('credentials').select('name').execute()
      assert.deepEqual(
        names.map(({ name }) => name),
        ['test token'],
      )
      assert.equal((await create('four')).status, 201)
    }))
})
