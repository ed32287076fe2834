import assert from 'node:assert/strict'
import { eachDatabase, test } from '../../testing/world.ts'

const https = { PORTICO_PUBLIC_URL: 'https://portico.example.com' }

eachDatabase(
  'headers of every answer',
  world => {
    const urls = [
      '/',
      '/docs/index',
      '/docs/try',
      '/api/v1/catalog',
      '/health/live',
      '/openapi.json',
      '/api/%zz',
      '/no/x.js',
    ]

    test('nothing is sniffed, framed or loaded from elsewhere, https is kept, and no other origin may read', async () => {
      const { request } = await world()
      for (const url of urls) {
        const { headers } = await request({ url, headers: { origin: 'https://evil.example' } })
        assert.equal(headers['x-content-type-options'], 'nosniff', url)
        assert.match(String(headers['permissions-policy']), /camera=\(\).*microphone=\(\)/, url)
        assert.match(
          String(headers['content-security-policy']),
          /^default-src 'none';.*base-uri 'none'; frame-ancestors 'none'$/,
          url,
        )
        assert.match(String(headers['strict-transport-security']), /^max-age=31536000/, url)
        assert.equal(headers['access-control-allow-origin'], undefined, url)
      }
    })

    test('only pages run scripts, each its own alone, and no policy allows more than this origin', async () => {
      const { request } = await world()
      for (const url of urls) {
        const { headers } = await request({ url })
        const policy = String(headers['content-security-policy'])
        const isPage = String(headers['content-type']).startsWith('text/html')
        assert.equal(/script-src 'self';/.test(policy), isPage, url)
        assert.equal(headers['cross-origin-opener-policy'], isPage ? 'same-origin' : undefined, url)
        assert.doesNotMatch(policy, /script-src[^;]*unsafe|\*|https?:/, url)
        if (url.startsWith('/docs')) assert.doesNotMatch(policy, /unsafe/, url)
      }
    })

    test('every answer says whether it may be kept, and what is the same for all is asked for again', async () => {
      const { request } = await world()
      for (const url of urls)
        assert.match(String((await request({ url })).headers['cache-control']), /^no-(cache|store)$/, url)
      assert.equal((await request({ url: '/openapi.json' })).headers['cache-control'], 'no-cache')
    })

    test('signing out has the browser forget what it kept', async () => {
      const { request, person } = await world()
      const { session: as } = await person()
      const { status, headers } = await request({ method: 'POST', url: '/api/v1/auth/sign-out', as })
      assert.deepEqual([status, headers['clear-site-data']], [204, '"cache", "storage"'])
    })

    test('an answer with a secret is kept by nobody', async () => {
      const { request, person } = await world()
      const { session: as } = await person(['ADMIN'])
      const [token, key] = [
        await request({ method: 'POST', url: '/api/v1/auth/token', as, body: { name: 'x' } }),
        await request({
          method: 'POST',
          url: '/api/v1/auth/key',
          as,
          body: { name: 'x', roles: [{ type: 'DEFAULT', role: 'USER' }] },
        }),
      ]
      for (const { headers } of [token, key]) assert.equal(headers['cache-control'], 'no-store')
    })

    test('who asks for YAML and not for JSON gets YAML', async () => {
      const { request, person } = await world()
      const { session: as } = await person(['ADMIN'])
      const ask = (accept: string) => request({ url: '/api/v1/auth/key?pageSize=1', as, headers: { accept } })
      const yaml = await ask('application/yaml')
      assert.match(String(yaml.headers['content-type']), /^application\/yaml/)
      assert.match(yaml.text, /^apiKeys:/)
      for (const accept of ['*/*', 'application/json, application/yaml', 'text/html'])
        assert.match(String((await ask(accept)).headers['content-type']), /^application\/json/)
    })
  },
  https,
)
