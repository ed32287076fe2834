/** Compressed request bodies: for every operation that has a body. */
import assert from 'node:assert/strict'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const DESCRIPTOR = 'openapi: 3.0.1\ninfo:\n  title: Compressed\n  x-cortex-tag: compressed\n'
const MB = 1024 * 1024
const LIMIT = 2 * MB

const withBody = ({ app }: World) => app.routes.map(({ operation }) => operation).filter(({ body }) => body)

const urlOf = ({ path }: OperationSpec) => path.replace(/\{\w+\}/g, 'no-such-thing')

/** A gzip of zeros that is as long as a body may be when it is sent: two thousand times as much when it is read. */
const bomb = () => {
  const one = gzipSync(Buffer.alloc(64 * MB), { level: 9 })
  return Buffer.concat(Array.from({ length: Math.floor(LIMIT / one.length) }, () => one))
}

const comparable = (text: string) => text.replace(/"(requestId|expiresAt)":"[^"]*"/g, '')

eachDatabase('a compressed body', world => {
  const asAdmin = async () => {
    const here = await world()
    const { session: as } = await here.person(['ADMIN'])
    let calls = 0
    /** Each call comes from an address of its own: some operations count them. */
    const send = ({ method, ...operation }: OperationSpec, body: unknown, headers: Record<string, string>) => {
      const from = `10.${++calls >> 16}.${(calls >> 8) % 256}.${calls % 256}`
      return here.request({ method, url: urlOf({ method, ...operation }), as, body, headers, from })
    }
    /** What each operation answers, except those that refuse this caller before they read a body. */
    const sendToAll = async (body: unknown, encoding: string) => {
      const answers = []
      for (const operation of withBody(here)) {
        const answer = await send(operation, body, { 'content-encoding': encoding })
        if (![403, 404].includes(answer.status)) answers.push({ ...answer, id: operation.id })
      }
      assert.ok(answers.length > 25)
      return answers
    }
    return { here, as, send, sendToAll }
  }

  test('is read by every operation as the same body uncompressed is', async () => {
    const { here, send } = await asAdmin()
    const text = '{"unfinished": '
    for (const operation of withBody(here)) {
      const plain = await send(operation, text, {})
      for (const encoding of ['gzip', 'GZIP', 'x-gzip', 'identity, gzip']) {
        const { status, text: answer } = await send(operation, gzipSync(text), { 'content-encoding': encoding })
        assert.equal(status, plain.status, operation.id)
        assert.equal(comparable(answer), comparable(plain.text), operation.id)
      }
      assert.equal((await send(operation, text, { 'content-encoding': 'identity' })).status, plain.status)
    }
  })

  test('creates what it describes, also a large one', async () => {
    const { here, as } = await asAdmin()
    const body = gzipSync(`${DESCRIPTOR}  description: ${'x'.repeat(500_000)}\n`)
    const headers = { 'content-encoding': 'gzip' }
    const answer = await here.request({ method: 'POST', url: '/api/v1/open-api', as, headers, body })
    assert.equal(answer.status, 200, answer.text)
    const token = { method: 'POST', url: '/api/v1/auth/token', as, headers } as const
    assert.equal((await here.request({ ...token, body: gzipSync('{"name": "compressed"}') })).status, 201)
  })

  test('that is larger than the limit is refused as soon as that is known', async () => {
    const { sendToAll } = await asAdmin()
    const begun = process.cpuUsage()
    const answers = await sendToAll(bomb(), 'gzip')
    const { user, system } = process.cpuUsage(begun)
    for (const { id, status, body } of answers)
      assert.deepEqual([status, body.details], [413, 'A body can have up to 2 MB, uncompressed.'], id)
    const each = (user + system) / 1000 / answers.length
    assert.ok(each < 250, `each took ${Math.round(each)} ms of CPU time; all of it would take seconds`)
  })

  test('has the limit of the operation, counted uncompressed', async () => {
    const { here, as } = await asAdmin()
    const headers = { 'content-encoding': 'gzip' }
    const post = (url: string, length: number) =>
      here.request({ method: 'POST', url, as, headers, body: gzipSync(`#${' '.repeat(length - 1)}`) })
    assert.equal((await post('/api/v1/open-api', LIMIT)).status, 400)
    assert.equal((await post('/api/v1/open-api', LIMIT + 1)).status, 413)
    assert.equal((await post('/api/v1/auth/token', 256 * 1024 + 1)).status, 413)
  })

  test('that is damaged, cut off or not compressed at all is refused with 400', async () => {
    const { sendToAll } = await asAdmin()
    const whole = gzipSync(DESCRIPTOR)
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(20) ^ 0xff, 20)
    for (const sent of [whole.subarray(0, -3), whole.subarray(0, 4), flipped, deflateSync('a'), DESCRIPTOR])
      for (const { id, status, body } of await sendToAll(sent, 'gzip'))
        assert.deepEqual([status, body.details], [400, "The body isn't complete and valid gzip."], id)
  })

  test('in another encoding is refused with 415 and the encoding that works', async () => {
    const { sendToAll } = await asAdmin()
    for (const [encoding, sent] of [
      ['br', brotliCompressSync(DESCRIPTOR)],
      ['zstd', zstdCompressSync(DESCRIPTOR)],
      ['deflate', deflateSync(DESCRIPTOR)],
      ['gzip, gzip', gzipSync(gzipSync(DESCRIPTOR))],
      ['utf-8', DESCRIPTOR],
    ] as const)
      for (const { id, status, body, headers } of await sendToAll(sent, encoding)) {
        assert.deepEqual([status, body.httpStatus], [415, 415], `${id} ${encoding}`)
        assert.equal(headers['accept-encoding'], 'gzip')
      }
  })

  test('of a stranger is not looked at', async () => {
    const here = await world()
    for (const { needs, ...operation } of withBody(here)) {
      if (needs === PUBLIC) continue
      for (const encoding of ['gzip', 'br']) {
        const headers = { 'content-encoding': encoding }
        const url = urlOf({ needs, ...operation })
        const { status } = await here.request({ method: operation.method, url, headers, body: 'neither' })
        assert.equal(status, 401, operation.id)
      }
    }
  })

  test('where an operation has none is ignored, and so is the label of an empty one', async () => {
    const { here, as } = await asAdmin()
    const headers = { 'content-encoding': 'br' }
    assert.equal((await here.request({ url: '/api/v1/catalog', as, headers })).status, 200)
    const url = '/api/v1/catalog/no-such-thing'
    assert.equal((await here.request({ method: 'DELETE', url, as, headers, body: '{}' })).status, 404)
    const options = { method: 'POST', url: '/api/v1/open-api', as, headers: { 'content-encoding': 'gzip' } } as const
    assert.match((await here.request(options)).text, /violations/)
  })
})
