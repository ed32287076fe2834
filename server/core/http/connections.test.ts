/** What happens on raw connections: late bodies, clients that hang up, requests that are none, and stopping. */
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { suite } from 'node:test'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pino from 'pino'
import { buildApp } from '../../app.ts'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase, type TestContext, test, type World } from '../../testing/world.ts'
import type { BodyLimits } from './body-deadline.ts'
import { listenersOf } from './server.ts'
import { securityHeaders } from './web.ts'

const SHORT_MS = 150
const LONG_MS = 20_000

type Line = { level: number; status?: number; route?: string; code?: string }

/** The app of a world on a port of its own; what it logs and counts is kept. */
const listening = async (t: TestContext, { database, config, time }: World, limits: Partial<BodyLimits> = {}) => {
  const lines: Line[] = []
  const counted: string[] = []
  const log = pino({ level: 'info' }, { write: line => lines.push(JSON.parse(line)) })
  const app = await buildApp({
    database,
    config: { ...config, bodyMs: SHORT_MS, descriptorBodyMs: SHORT_MS, ...limits },
    clock: () => time.now,
    log,
    observe: ({ method, route, status }) => counted.push(`${method} ${route} ${status}`),
  })
  const known: string[] = []
  app.http.addHook('preParsing', (request, _reply, _payload, done) => {
    known.push(request.url) // its caller is known by now
    done()
  })
  const port = await app.listen(0, '127.0.0.1')
  t.after(() => app.close(0))
  return { app, port, lines, counted, known }
}

/** A connection whose bytes the test writes; `text` resolves with all that came back once it is closed. */
const open = async (port: number) => {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false })
  socket.setEncoding('utf8')
  let got = ''
  socket.on('data', data => {
    got += data
  })
  socket.on('error', () => {})
  const text = new Promise<string>(resolve => socket.once('close', () => resolve(got)))
  await new Promise<void>(resolve => socket.once('connect', resolve))
  return { socket, text, soFar: () => got, write: (part: string) => socket.write(part) }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(5)
}

/** As when the machine sleeps or has no time for the process. */
const pauseFor = (ms: number) => {
  const since = performance.now()
  while (performance.now() - since < ms);
}

const head = (first: string, headers: Record<string, string | number> = {}) =>
  [first, ...Object.entries({ host: 'x', ...headers }).map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')

const parsed = (text: string) => {
  const [start = '', body = ''] = text.split('\r\n\r\n')
  const [line = '', ...headers] = start.split('\r\n')
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers.map(one => [one.split(': ')[0]?.toLowerCase() ?? '', one.split(': ')[1]])),
    body: JSON.parse(body),
  }
}

type Refusal = { status: number; type?: string; what?: string }

/** Held to by every refusal, wherever it comes from. */
const assertRefusal = (text: string, { status, type = 'BAD_REQUEST', what = '' }: Refusal) => {
  const answer = parsed(text)
  const { message, type: said, details, httpStatus, requestId } = answer.body
  assert.deepEqual([answer.status, said, httpStatus], [status, type, status], what)
  assert.ok(message && details && requestId)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.match(answer.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/)
  assert.equal(answer.headers.connection, 'close')
}

const DESCRIPTOR = 'openapi: 3.0.1\ninfo:\n  title: Late\n  x-cortex-tag: late\n'

const SIGN_IN = 'POST /api/v1/auth/sign-in HTTP/1.1'
const fromOurPage = { 'sec-fetch-site': 'same-origin' }

eachDatabase('a late body', world => {
  test('is answered with 408 in the contract’s shape, and its connection closes', async t => {
    const { port, counted, lines } = await listening(t, await world())
    const late = await open(port)
    late.write(`${head(SIGN_IN, { ...fromOurPage, 'content-length': 30 })}{"email"`)
    assertRefusal(await late.text, { status: 408, type: 'REQUEST_TIMEOUT' })
    await until(() => counted.length > 0)
    assert.deepEqual(counted, ['POST /api/v1/auth/sign-in 408'])
    assert.deepEqual(
      lines.map(({ level, status }) => [level, status]),
      [[30, 408]],
    )
  })

  test('that is compressed is answered with 408 too', async t => {
    const { port } = await listening(t, await world())
    const late = await open(port)
    late.write(head(SIGN_IN, { ...fromOurPage, 'content-length': 30, 'content-encoding': 'gzip' }))
    late.write('\x1f')
    assertRefusal(await late.text, { status: 408, type: 'REQUEST_TIMEOUT' })
  })

  test('that trickles in has no more time than one that stops', async t => {
    const { port } = await listening(t, await world())
    const late = await open(port)
    late.write(head(SIGN_IN, { ...fromOurPage, 'transfer-encoding': 'chunked' }))
    const trickle = setInterval(() => late.write('1\r\n \r\n'), SHORT_MS / 5)
    assertRefusal(await late.text, { status: 408, type: 'REQUEST_TIMEOUT' })
    clearInterval(trickle)
  })

  test('is none where it arrived in time and the process was paused: what has come is read before it is refused', async t => {
    const { port, known } = await listening(t, await world())
    const body = '{"email":"x@example.com"}'
    const prompt = await open(port)
    prompt.write(head(SIGN_IN, { ...fromOurPage, connection: 'close', 'content-length': body.length }))
    await until(() => known.length > 0)
    await setImmediate() // timers come next, before anything is read
    prompt.write(body)
    pauseFor(2 * SHORT_MS)
    assert.equal(parsed(await prompt.text).status, 400, 'the password is missing')
  })

  test('has longer where the operation takes a descriptor', async t => {
    const here = await world()
    const { port } = await listening(t, here, { descriptorBodyMs: LONG_MS })
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const headers = { authorization: `Bearer ${bearer}`, 'content-length': DESCRIPTOR.length, connection: 'close' }
    const [descriptor, other] = [await open(port), await open(port)]
    descriptor.write(head('POST /api/v1/open-api HTTP/1.1', headers) + DESCRIPTOR.slice(0, 10))
    other.write(`${head(SIGN_IN, { ...fromOurPage, 'content-length': 30 })}{`)
    assertRefusal(await other.text, { status: 408, type: 'REQUEST_TIMEOUT' })
    descriptor.write(DESCRIPTOR.slice(10))
    assert.equal(parsed(await descriptor.text).status, 200)
  })

  test('of a descriptor is answered with 408 too', async t => {
    const here = await world()
    const { port } = await listening(t, here, { bodyMs: LONG_MS })
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const headers = { authorization: `Bearer ${bearer}`, 'content-length': 100 }
    const late = await open(port)
    late.write(head('POST /api/v1/open-api HTTP/1.1', headers) + DESCRIPTOR.slice(0, 10))
    assertRefusal(await late.text, { status: 408, type: 'REQUEST_TIMEOUT' })
  })
})

/** Empty blocks of an empty text, as many as there is space for: nothing ever comes of them. */
const emptyBlocks = (length: number) =>
  Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), Buffer.alloc(length, Buffer.from('000000ffff', 'hex'))])

eachDatabase('a compressed body without an end', world => {
  test('is refused once it is longer than a body may be, though it inflates to nothing', async t => {
    const here = await world()
    const { port } = await listening(t, here, { descriptorBodyMs: LONG_MS })
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const { socket, write, text } = await open(port)
    write(
      head('POST /api/v1/open-api HTTP/1.1', {
        authorization: `Bearer ${bearer}`,
        'content-encoding': 'gzip',
        'transfer-encoding': 'chunked',
      }),
    )
    const blocks = emptyBlocks(2 * 1024 * 1024)
    write(`${blocks.length.toString(16)}\r\n`)
    socket.write(blocks)
    assertRefusal(await text, { status: 413 })
  })
})

/** Each of these never becomes a request of the application, or one that must not be handled. */
const UNREADABLE = [
  { what: 'no HTTP at all', sent: 'FOO\r\n\r\n', status: 400 },
  { what: 'no Host header', sent: 'GET /health/live HTTP/1.1\r\n\r\n', status: 400 },
  { what: 'two Host headers', sent: 'GET /health/live HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n', status: 400 },
  {
    what: 'two Authorization headers',
    sent: 'GET /api/v1/catalog HTTP/1.1\r\nhost: a\r\nauthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
    status: 400,
  },
  { what: 'headers of 20 KB', sent: head('GET / HTTP/1.1', { x: 'a'.repeat(20_000) }), status: 431 },
  { what: 'an unknown expectation', sent: head('GET / HTTP/1.1', { expect: 'tea', connection: 'close' }), status: 417 },
  { what: 'a path that is none', sent: head('GET /%zz HTTP/1.1', { connection: 'close' }), status: 400 },
  { what: 'CONNECT', sent: head('CONNECT a:1 HTTP/1.1'), status: 400 },
  {
    what: 'two lengths of one body',
    sent: `${head(SIGN_IN, { 'transfer-encoding': 'chunked', 'content-length': 3 })}0\r\n\r\n`,
    status: 400,
  },
  {
    what: 'a broken chunk',
    sent: `${head(SIGN_IN, { ...fromOurPage, 'transfer-encoding': 'chunked' })}zz\r\n`,
    status: 400,
  },
  { what: 'a NUL in a header', sent: head('GET / HTTP/1.1', { x: 'a\0b' }), status: 400 },
]

eachDatabase('what is no request', world => {
  test('is answered in the contract’s shape, logged once and counted once', async t => {
    const { port, lines, counted } = await listening(t, await world(), { bodyMs: LONG_MS })
    for (const { what, sent, status } of UNREADABLE) {
      lines.length = 0
      counted.length = 0
      const { write, text } = await open(port)
      write(sent)
      assertRefusal(await text, { status, what })
      await until(() => counted.length > 0)
      const logged = lines.map(line => [line.level, line.status])
      assert.deepEqual([logged, counted.length], [[[30, status]], 1], what)
    }
  })

  test('after a whole request leaves the answer to that request as it is', async t => {
    const here = await world()
    const { port } = await listening(t, here)
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const { write, text } = await open(port)
    write(`${head('GET /api/v1/catalog HTTP/1.1', { authorization: `Bearer ${bearer}` })}FOO\r\n\r\n`)
    const { status, headers } = parsed(await text)
    assert.deepEqual([status, headers.connection], [200, 'close'])
  })
})

eachDatabase('a client that hangs up', world => {
  for (const encoding of ['identity', 'gzip'])
    test(`inside of a body (${encoding}) is neither an error nor a 503`, async t => {
      const { port, lines, counted, known } = await listening(t, await world(), { bodyMs: LONG_MS })
      const { socket, write } = await open(port)
      write(`${head(SIGN_IN, { ...fromOurPage, 'content-length': 30, 'content-encoding': encoding })}\x1f`)
      await until(() => known.length > 0)
      socket.resetAndDestroy()
      await until(() => counted.length > 0)
      assert.deepEqual(counted, ['POST /api/v1/auth/sign-in 499'])
      assert.deepEqual(
        lines.map(({ level, status }) => [level, status]),
        [[30, 499]],
      )
    })

  test('before the answer is still in the activity of its token', async t => {
    const here = await world()
    const { app, port, counted, known } = await listening(t, here, { descriptorBodyMs: LONG_MS })
    const { bearer, cid } = await here.token(await here.person(['ADMIN']))
    const { socket, write } = await open(port)
    write(`${head('POST /api/v1/open-api HTTP/1.1', { authorization: `Bearer ${bearer}`, 'content-length': 30 })}open`)
    await until(() => known.length > 0)
    socket.destroy()
    await until(() => counted.length > 0)
    await app.flush()
    const rows = await here.database.db.selectFrom('token_uses').selectAll().where('cid', '=', cid).execute()
    assert.deepEqual(
      rows.map(row => row.status),
      [499],
    )
  })

  test('changes nothing with half a body, and holds up nobody while it waits', async t => {
    const here = await world()
    const { port, counted } = await listening(t, here, { descriptorBodyMs: LONG_MS })
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const { socket, write } = await open(port)
    const headers = { authorization: `Bearer ${bearer}`, 'content-length': 500 }
    write(`${head('POST /api/v1/open-api HTTP/1.1', headers)}${DESCRIPTOR.replace('late', 'half')}`)
    assert.equal((await here.request({ url: '/api/v1/catalog', as: { bearer } })).status, 200)
    socket.destroy()
    await until(() => counted.length > 0)
    assert.equal((await here.request({ url: '/api/v1/catalog/half', as: { bearer } })).status, 404)
  })

  test('at once does nothing that its token’s activity does not show', async t => {
    const here = await world()
    const { app, port } = await listening(t, here)
    const owner = await here.person(['ADMIN'])
    const cids: string[] = []
    for (let i = 0; i < 20; i++) {
      const { bearer, cid } = await here.token(owner)
      const { socket, write } = await open(port)
      write(head('DELETE /api/v1/auth/token/self HTTP/1.1', { authorization: `Bearer ${bearer}` }))
      if (i % 2 === 0) await setImmediate()
      socket.resetAndDestroy()
      cids.push(cid)
    }
    await app.close(SHORT_MS)
    await sleep(SHORT_MS)
    await app.flush()
    const { db } = here.database
    const ended = await db
      .selectFrom('credentials')
      .select('cid')
      .where('ended_at', 'is not', null)
      .where('cid', 'in', cids)
      .execute()
    const shown = await db.selectFrom('token_uses').select('cid').where('cid', 'in', cids).execute()
    const seen = new Set(shown.map(({ cid }) => cid))
    assert.deepEqual(
      ended.filter(({ cid }) => !seen.has(cid)),
      [],
    )
  })
})

suite('headers that are late', () => {
  test('are answered with 408, and a connection that was never used is closed without a word', async t => {
    const refused: number[] = []
    const listeners = listenersOf({
      headers: securityHeaders('http://localhost'),
      headersMs: SHORT_MS,
      longestBodyMs: SHORT_MS,
      report: ({ status }) => refused.push(status),
    })
    t.after(() => listeners.close(0))
    const port = await listeners.listen(() => {}, 0, '127.0.0.1')
    const [late, unused] = [await open(port), await open(port)]
    late.write('GET / HTTP/1.1\r\nhost: x\r\n')
    assertRefusal(await late.text, { status: 408, type: 'REQUEST_TIMEOUT' })
    assert.equal(await unused.text, '')
    assert.deepEqual(refused, [408])
  })
})

/** A request with some of its bytes changed, cut, or sent twice. */
const damaged = (request: string) =>
  fc
    .tuple(
      fc.nat(request.length),
      fc.nat(40),
      fc.string({ unit: 'binary-ascii', maxLength: 12 }),
      fc.nat(request.length),
    )
    .map(([at, gone, put, end]) => request.slice(0, at) + put + request.slice(at + gone, Math.max(end, at + gone)))

const ENDINGS = ['end', 'destroy', 'resetAndDestroy'] as const

eachDatabase('whatever arrives', world => {
  test('and however it ends, the server answers on, with no fault of its own and no promise left alone', async t => {
    const here = await world()
    const { port, lines, counted } = await listening(t, here)
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const authorization = `Bearer ${bearer}`
    const requests = [
      `${head(SIGN_IN, { ...fromOurPage, 'content-length': 30 })}{"email":"a@b.c","password":""}`,
      head('POST /api/v1/open-api HTTP/1.1', { authorization, 'content-length': DESCRIPTOR.length }) + DESCRIPTOR,
      `${head('POST /api/v1/open-api HTTP/1.1', { authorization, 'transfer-encoding': 'chunked' })}5\r\nopena\r\n0\r\n\r\n`,
      head('GET /api/v1/catalog?pageSize=1 HTTP/1.1', { authorization }).repeat(3),
      head('GET /docs/index HTTP/1.1', { expect: '100-continue', upgrade: 'websocket', connection: 'upgrade' }),
    ]
    const faults: unknown[] = []
    const note = (fault: unknown) => faults.push(fault)
    process.on('unhandledRejection', note)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(...requests.map(damaged)),
        fc.constantFrom(...ENDINGS),
        fc.boolean(),
        async (sent, ending, waits) => {
          const { socket, write } = await open(port)
          write(sent)
          if (waits) await setImmediate()
          socket[ending]()
        },
      ),
      { numRuns: rounds({ short: 50, long: 200 }) },
    )
    const last = await open(port)
    last.write(head('GET /health/ready HTTP/1.1', { connection: 'close' }))
    assert.equal(parsed(await last.text).status, 200)
    process.off('unhandledRejection', note)
    assert.deepEqual(faults, [])
    assert.deepEqual(
      lines.filter(({ level }) => level >= 50),
      [],
    )
    assert.deepEqual(
      counted.filter(one => / 5\d\d$/.test(one)),
      [],
    )
  })
})

const readyOf = (text: string) => [parsed(text).status, parsed(text).body.status]

eachDatabase('a server that is asked to stop', world => {
  test('answers that it is not ready, still accepts, and asks each client to close', async t => {
    const { app, port } = await listening(t, await world())
    const before = await open(port)
    app.stopTakingRequests()
    for (const one of [before, await open(port)]) {
      one.write(head('GET /health/ready HTTP/1.1'))
      const text = await one.text
      assert.deepEqual(readyOf(text), [503, 'stopping'])
      assert.equal(parsed(text).headers.connection, 'close')
    }
  })

  test('closes idle and unused connections at once, and answers what was sent before', async t => {
    const here = await world()
    const { app, port } = await listening(t, here, { descriptorBodyMs: LONG_MS })
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const [unused, idle, halfSent, sent] = [await open(port), await open(port), await open(port), await open(port)]
    idle.write(head('GET /health/live HTTP/1.1'))
    await until(() => idle.soFar() !== '')
    const headers = { authorization: `Bearer ${bearer}`, 'content-length': DESCRIPTOR.length }
    halfSent.write(head('POST /api/v1/open-api HTTP/1.1', headers) + DESCRIPTOR.slice(0, 10))
    sent.write(head('GET /api/v1/catalog HTTP/1.1', { authorization: `Bearer ${bearer}` }))
    const closed = app.close(LONG_MS)
    await Promise.all([unused.text, idle.text])
    const answer = parsed(await sent.text)
    assert.deepEqual([answer.status, answer.headers.connection], [200, 'close'])
    halfSent.write(DESCRIPTOR.slice(10))
    const last = parsed(await halfSent.text)
    assert.deepEqual([last.status, last.headers.connection], [200, 'close'])
    await closed
  })

  test('holds half-sent bodies to their deadline', async t => {
    const { app, port } = await listening(t, await world())
    const { write, text } = await open(port)
    write(`${head(SIGN_IN, { ...fromOurPage, 'content-length': 30 })}{`)
    await app.close(LONG_MS)
    assertRefusal(await text, { status: 408, type: 'REQUEST_TIMEOUT' })
  })

  test('sends a large answer whole, however slowly it is read', async t => {
    const { app, port } = await listening(t, await world())
    const { socket, write, text } = await open(port)
    socket.pause()
    write(head('GET /llms-full.txt HTTP/1.1').repeat(40))
    await sleep(SHORT_MS)
    const closed = app.close(LONG_MS)
    await sleep(SHORT_MS)
    socket.resume()
    const answers = (await text).split('HTTP/1.1 200 OK').slice(1)
    assert.ok(answers.length > 1)
    const lengths = answers.map(one => Buffer.byteLength(one.slice(one.indexOf('\r\n\r\n') + 4)))
    assert.deepEqual(
      lengths,
      answers.map(one => Number(/content-length: (\d+)/.exec(one)?.[1])),
    )
    await closed
  })

  test('answers a half-sent request with 503 after its time, and says so in the log', async t => {
    const { app, port, counted } = await listening(t, await world(), { bodyMs: LONG_MS })
    const { write, text } = await open(port)
    write(`${head(SIGN_IN, { ...fromOurPage, 'content-length': 30 })}{`)
    await app.close(SHORT_MS)
    assertRefusal(await text, { status: 503, type: 'UNCATEGORIZED' })
    await until(() => counted.length > 0)
    assert.deepEqual(counted, ['POST /api/v1/auth/sign-in 503'])
  })
})
