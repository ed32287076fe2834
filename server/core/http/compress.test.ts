import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { isOtherAnswer } from '../../../contract/core/operation.ts'
import { eachDatabase } from '../../testing/world.ts'

const LONG = '/openapi.json'
const SHORT = '/api/v1/auth/token'

const DECODERS = { br: brotliDecompressSync, gzip: gunzipSync } as const

eachDatabase('compressed answers', world => {
  const asked = async (url: string, accepted: string) => {
    const { app, person } = await world()
    const as = (await person(['VIEWER'])).session
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
