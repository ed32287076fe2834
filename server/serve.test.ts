/** The server as a process: starts, survives kill -9, stops in order. */
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './core/db/database.ts'
import { openSqlite } from './core/db/sqlite.ts'
import { freshPostgres, onPostgres, realPostgres } from './testing/each-database.ts'
import { addPerson, call } from './testing/people.ts'
import { type RunningServer, startServer } from './testing/process.ts'
import { rounds } from './testing/rounds.ts'

const server = await realPostgres()
const withoutPostgres = server ? false : 'no PostgreSQL answers here'
const quiet = { PORTICO_RATE_LIMIT: '0' }

const onFolder = async <T>(running: RunningServer, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = openSqlite(join(running.folder, 'portico.db'))
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const descriptor = (tag: string) => `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n`

const ROUNDS = rounds({ short: 2, long: 10 })
const FEWEST_WRITES = 6

/** Writes entities and kills the server in the middle of them; answers which were acknowledged. */
const writeUntilDeath = async (running: RunningServer, bearer: string, prefix: string) => {
  const acknowledged: string[] = []
  const enough = FEWEST_WRITES + randomInt(20)
  let death: Promise<unknown> | undefined
  const write = async (tag: string) =>
    call(running.url, {
      method: 'POST',
      path: '/api/v1/open-api',
      bearer,
      body: descriptor(tag),
      type: 'application/openapi',
    }).catch(() => undefined)
  const writer = async (lane: number) => {
    for (let n = 0; ; n++) {
      const tag = `${prefix}-${lane}-${n}`
      const answer = await write(tag)
      if (!answer) return
      assert.equal(answer.status, 200, answer.text)
      acknowledged.push(tag)
      if (acknowledged.length >= enough) death ??= running.stop('SIGKILL')
    }
  }
  await Promise.all([0, 1, 2, 3].map(writer))
  await death
  return acknowledged
}

const killAgainAndAgain = async (
  env: Record<string, string>,
  prepare: (running: RunningServer) => Promise<{ bearer: string }>,
) => {
  let running = await startServer({ ...quiet, ...env })
  const { bearer } = await prepare(running)
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged.push(...(await writeUntilDeath(running, bearer, `r${round}`)))
    running = await startServer(running.env)
  }
  assert.ok(acknowledged.length >= ROUNDS * FEWEST_WRITES, `only ${acknowledged.length} writes were acknowledged`)
  const missing: string[] = []
  for (const tag of acknowledged)
    if ((await call(running.url, { path: `/api/v1/catalog/${tag}`, bearer })).status !== 200) missing.push(tag)
  await running.stop()
  running.remove()
  assert.deepEqual(missing, [])
}

suite('kill -9 during a stream of writes, again and again: no acknowledged write is missing', () => {
  test('on SQLite', async () =>
    killAgainAndAgain({}, running => onFolder(running, database => addPerson(database, 'ADMIN'))))

  test('on PostgreSQL', { skip: withoutPostgres }, async () => {
    const { url, drop } = await freshPostgres(server ?? '')
    await killAgainAndAgain({ PORTICO_DATABASE_URL: url }, () =>
      onPostgres(url, database => addPerson(database, 'ADMIN')),
    )
    await drop()
  })
})

suite('a database that is out of reach', { skip: withoutPostgres }, () => {
  test('is answered with 503, never 401, and the next request after it is back works', async () => {
    const { url, drop } = await freshPostgres(server ?? '')
    const target = new URL(url)
    const upstreamPort = Number(target.port || 5432)
    const open = new Set<{ destroy: () => void }>()
    let reachable = true
    const proxy = createServer(socket => {
      if (!reachable) return socket.destroy()
      const upstream = createConnection(upstreamPort, target.hostname)
      for (const end of [socket, upstream]) open.add(end.on('error', () => {}))
      socket.pipe(upstream).pipe(socket)
    })
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    target.port = String(address && typeof address === 'object' ? address.port : 0)
    const { bearer } = await onPostgres(url, async database => {
      await database.migrate()
      return addPerson(database, 'USER')
    })
    const running = await startServer({ ...quiet, PORTICO_DATABASE_URL: target.href })
    const read = async () => (await call(running.url, { path: '/api/v1/catalog', bearer })).status
    assert.equal(await read(), 200)
    reachable = false
    for (const end of open) end.destroy()
    assert.deepEqual([await read(), await read()], [503, 503])
    assert.equal((await call(running.url, { path: '/health/ready' })).status, 503)
    assert.equal((await call(running.url, { path: '/health/live' })).status, 200)
    reachable = true
    assert.equal(await read(), 200)
    await running.stop()
    running.remove()
    proxy.close()
    await drop()
  })
})

/** A write whose body is still on its way: it is under way, and answered once it is whole. */
const halfSent = async (url: string, bearer: string) => {
  const body = 'openapi: 3.0.1\ninfo:\n  title: Half sent\n  x-cortex-tag: half-sent\n'
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
  const head = `POST /api/v1/open-api HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${bearer}\r\ncontent-length: ${body.length}\r\n\r\n`
  await new Promise<void>(resolve => socket.write(head + body.slice(0, 10), () => resolve()))
  const promise = new Promise<string>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('data', data => {
      resolve(String(data))
      socket.end()
    })
    socket.once('close', () => reject(new Error('the connection closed before an answer')))
  })
  // ending it here would count as hanging up
  return { promise, finish: () => socket.write(body.slice(10)) }
}

suite('starting and stopping', () => {
  test('SIGTERM answers what is under way and is not ready during that time, stores what was gathered, and ends with 0', async () => {
    const running = await startServer({ ...quiet, PORTICO_DRAIN_SECONDS: '1' })
    const { bearer, cid } = await onFolder(running, database => addPerson(database, 'USER'))
    const { promise: answered, finish } = await halfSent(running.url, bearer)
    assert.equal((await call(running.url, { path: '/api/v1/catalog', bearer })).status, 200)
    const stopped = running.stop()
    while (!/"msg":"stopping"/.test(running.output())) await sleep(20)
    assert.equal((await call(running.url, { path: '/health/ready' })).status, 503)
    finish()
    assert.match(await answered, /^HTTP\/1\.1 200 /)
    assert.equal(await stopped, 0)
    const row = await onFolder(running, database =>
      database.db.selectFrom('credential_uses').select('last_used_at').where('cid', '=', cid).executeTakeFirstOrThrow(),
    )
    assert.ok(row.last_used_at > 0)
    running.remove()
  })

  test('a log that nobody reads holds up neither requests nor SIGTERM, and a connection that idles does not either', async () => {
    const running = await startServer(quiet)
    running.process.stdout?.pause()
    const idle = createConnection(Number(new URL(running.url).port), '127.0.0.1')
    const asked = 1_500 // more lines than the pipe and its reader hold
    idle.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(asked))
    let answered = 0
    for await (const data of idle) {
      answered += String(data).split('HTTP/1.1 200').length - 1
      if (answered >= asked - 1) break
    }
    assert.equal(await running.stop(), 0)
    running.remove()
  })

  test('a port that is taken is named with its setting', async () => {
    const taken = createServer()
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = String(address && typeof address === 'object' ? address.port : 0)
    await assert.rejects(
      startServer({ PORTICO_METRICS_PORT: port }),
      /PORTICO_METRICS_PORT: port \d+ on 127\.0\.0\.1 is already in/,
    )
    taken.close()
  })

  test('a second server on the same folder refuses to start and says why', async () => {
    const running = await startServer(quiet)
    await assert.rejects(startServer({ PORTICO_DATA: running.folder }), /Another Portico server is running on/)
    await running.stop()
    running.remove()
  })

  test('a group that is given a role which does not exist keeps the server from starting', async () => {
    await assert.rejects(
      startServer({
        PORTICO_OIDC_ISSUER: 'https://id.example.com',
        PORTICO_OIDC_CLIENT_ID: 'portico',
        PORTICO_OIDC_GROUP_ROLES: '{"CN=Admins,OU=x": ["ADMIN", "release-manager"]}',
      }),
      /PORTICO_OIDC_GROUP_ROLES gives the group CN=Admins,OU=x the role release-manager, which does not exist/,
    )
  })

  test('a database of a newer version refuses to start', async () => {
    const running = await startServer(quiet)
    await running.stop()
    const db = new DatabaseSync(join(running.folder, 'portico.db'))
    db.exec('pragma user_version = 9999')
    db.close()
    await assert.rejects(startServer(running.env), /schema version 9999/)
    running.remove()
  })

  test('wrong settings stop the start with every fault named', async () => {
    await assert.rejects(
      startServer({ PORTICO_RATE_LIMIT: 'lots', PORTICO_TRUST_PROXY: 'everybody' }),
      /PORTICO_TRUST_PROXY[\s\S]*PORTICO_RATE_LIMIT/,
    )
  })
})
