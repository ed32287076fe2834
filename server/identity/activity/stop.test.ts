/** What bearers did is not lost when the server is stopped, and a killed one loses the last seconds alone. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSqlite } from '../../core/db/sqlite.ts'
import { addPerson, call } from '../../testing/people.ts'
import { startServer } from '../../testing/process.ts'

const FLUSHED_AFTER_MS = 4_500

suite('a server that ends', () => {
  for (const { signal, wait } of [
    { signal: 'SIGTERM', wait: 0 },
    { signal: 'SIGKILL', wait: FLUSHED_AFTER_MS },
  ] as const)
    test(`by ${signal} has stored every call of ${wait === 0 ? 'a moment' : 'some seconds'} ago`, async () => {
      const server = await startServer()
      const file = join(server.folder, 'portico.db')
      const database = openSqlite(file)
      const { cid, bearer } = await addPerson(database, 'USER')
      for (let i = 0; i < 25; i++)
        assert.equal((await call(server.url, { path: '/api/v1/catalog', bearer })).status, 200)
      await sleep(wait)
      await server.stop(signal)
      const { calls } = await database.db
        .selectFrom('token_hours')
        .select(eb => eb.fn.sum<number>('calls').as('calls'))
        .where('cid', '=', cid)
        .executeTakeFirstOrThrow()
      assert.equal(Number(calls), 25)
      await database.close()
      server.remove()
    })
})
