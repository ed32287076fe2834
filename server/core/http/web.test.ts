/** How the built browser app is sent. `npm run check` builds it before the tests. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastify from 'fastify'
import { serveFiles } from './web.ts'

const ASSETS = join(import.meta.dirname, '../../../web/dist/assets')
const names = readdirSync(ASSETS).filter(name => /\.(js|css)$/.test(name))
const contentOf = (name: string) => readFileSync(join(ASSETS, name))
const large = names.filter(name => contentOf(name).length >= 1000)

const DECODERS = { br: brotliDecompressSync, gzip: gunzipSync, identity: (bytes: Buffer) => bytes }

const appWithFiles = async () => {
  const app = fastify()
  await serveFiles(app)
  return app
}

for (const encoding of ['br', 'gzip', 'identity'] as const)
  test(`assets are sent as ${encoding} to browsers that ask for it, for ever, and are what was built`, async () => {
    const app = await appWithFiles()
    assert.ok(large.length > 10)
    for (const name of large) {
      const url = `/assets/${name}`
      const answer = await app.inject({ url, headers: { 'accept-encoding': encoding } })
      assert.equal(answer.statusCode, 200, url)
      assert.equal(answer.headers['content-encoding'], encoding === 'identity' ? undefined : encoding, url)
      assert.match(String(answer.headers['content-type']), name.endsWith('.js') ? /javascript/ : /css/)
      assert.match(String(answer.headers['cache-control']), /immutable/)
      assert.match(String(answer.headers.vary), /accept-encoding/i)
      assert.deepEqual(DECODERS[encoding](answer.rawPayload), contentOf(name), url)
    }
  })
