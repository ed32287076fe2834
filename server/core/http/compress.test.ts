import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { isOtherAnswer } from '../../../contract/core/operation.ts'
import { eachDatabase } from '../../testing/world.ts'
import { compressStream } from './compress.ts'

const LONG = '/openapi.json'
const SHORT = '/api/v1/auth/token'

const DECODERS = { br: brotliDecompressSync, gzip: gunzipSync } as const

eachDatabase('compressed answers', world => {
  const asked = async (url: string, accepted: string, role: 'VIEWER' | 'ADMIN' = 'VIEWER') => {
    const { app, person } = await world()
    const as = (await person([role])).session
    const headers = {
      'accept-encoding': accepted,
      cookie: `portico_session=${as.cookie}`,
      'sec-fetch-site': 'same-origin',
    }
    return app.http.inject({ url, headers })
  }

  test('are what the client would get otherwise, in the encoding that it prefers', async () => {
    const plain = await asked(LONG, 'identity')
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.equal(plain.headers.vary, 'accept-encoding')
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip, deflate', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['gzip;q=0.5, br;q=0.4', 'gzip'],
    ] as const) {
      const { headers, rawPayload } = await asked(LONG, accepted)
      assert.equal(headers['content-encoding'], encoding, accepted)
      assert.equal(headers['content-length'], String(rawPayload.length))
      assert.equal(DECODERS[encoding](rawPayload).toString(), plain.body)
      assert.ok(rawPayload.length < plain.body.length / 4)
    }
  })

  test('are made of files that are written while they are sent, of any length', async () => {
    const url = '/api/v1/personal-tokens/csv'
    const plain = await asked(url, 'identity', 'ADMIN')
    assert.equal(plain.statusCode, 200, plain.body)
    assert.equal(plain.headers.vary, 'accept-encoding')
    for (const encoding of ['br', 'gzip'] as const) {
      const { headers, rawPayload } = await asked(url, encoding, 'ADMIN')
      assert.equal(headers['content-encoding'], encoding)
      assert.equal(headers['content-type'], plain.headers['content-type'])
      assert.equal(DECODERS[encoding](rawPayload).toString(), plain.body)
    }
  })

  test('are not made of short answers, nor for clients that take no encoding of ours', async () => {
    assert.equal((await asked(SHORT, 'gzip, br')).headers['content-encoding'], undefined)
    for (const accepted of ['deflate', 'gzip;q=0', 'identity', '', 'nonsense;;q='])
      assert.equal((await asked(LONG, accepted)).headers['content-encoding'], undefined, accepted)
  })

  test('never carry a secret: an operation that answers one writes, and answers of writes are sent as they are', async () => {
    const { app } = await world()
    const answering = app.routes.filter(({ operation }) =>
      Object.values(operation.answers).some(
        answer =>
          !isOtherAnswer(answer) &&
          /"(secret|token|apiKey|access_token|link|url)":\{[^}]*returned only here/i.test(JSON.stringify(answer)),
      ),
    )
    assert.ok(answering.length >= 5, `${answering.length} operations answer a secret`)
    for (const { operation } of answering) assert.equal(operation.writes, true, operation.id)
  })
})

test('a compressed file ends with an error where what is compressed does, and with the caller who hangs up', async () => {
  const refused = new Error('no longer allowed')
  const failing = Readable.from(
    (async function* () {
      yield 'a,b\r\n'
      throw refused
    })(),
  )
  const sent = compressStream(failing, 'gzip')
  sent.resume()
  const [error] = await once(sent, 'error').catch(error => [error])
  assert.equal(error, refused)

  const source = new Readable({ read() {} })
  const closed = once(source, 'close').catch(() => {})
  compressStream(source, 'br').destroy()
  await closed
  assert.ok(source.destroyed)
})
