import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { suite, test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { slashesOf } from './decoded-slashes.ts'

const rewritten = slashesOf([
  '/api/v1/catalog',
  '/api/v1/catalog/definitions/{type}',
  '/api/v1/catalog/{tagOrId}',
  '/api/v1/catalog/{tagOrId}/archive',
  '/api/v1/catalog/{tagOrId}/custom-data/{key}',
  '/api/v1/users/{id}',
])

suite('slashes that a proxy has decoded', () => {
  const CASES = {
    '/api/v1/catalog/@acme/orders': '/api/v1/catalog/@acme%2Forders',
    '/api/v1/catalog/@acme/orders/archive': '/api/v1/catalog/@acme%2Forders/archive',
    '/api/v1/catalog/a/b/c?x=/d': '/api/v1/catalog/a%2Fb%2Fc?x=/d',
    '/api/v1/catalog/a/b/custom-data/k': '/api/v1/catalog/a%2Fb/custom-data/k',
    '/api/v1/catalog/@acme/orders/': '/api/v1/catalog/@acme%2Forders',
  }
  for (const [sent, expected] of Object.entries(CASES))
    test(`${sent} is ${expected}`, () => assert.equal(rewritten(sent), expected))

  const UNCHANGED = [
    '/api/v1/catalog/orders',
    '/api/v1/catalog/orders/archive',
    '/api/v1/catalog/@acme%2Forders/archive',
    '/api/v1/catalog/definitions/x',
    '/api/v1/catalog/a/custom-data/k',
    '/api/v1/users/a/b',
    '/docs/a/b/c/d/e',
    '/',
    '',
  ]
  for (const url of UNCHANGED) test(`${url || 'nothing'} stays`, () => assert.equal(rewritten(url), url))
})

/** A proxy that decodes addresses before it passes them on, as some do. */
const startProxy = async (target: string) => {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers, url = '' } = incoming
    const onward = request(target + decodeURIComponent(url), { method, headers }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => {
      proxy.close()
      proxy.closeAllConnections()
    },
  }
}

const TAG = '@acme/orders'

eachDatabase('an entity whose tag has a scope', world => {
  test('is written, read, archived and deleted through a proxy that decodes %2F, and without one', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const server = await here.app.http.listen({ port: 0, host: '127.0.0.1' })
    const proxy = await startProxy(server)
    const headers = { authorization: `Bearer ${bearer}` }
    const body = `openapi: 3.0.1\ninfo:\n  title: Orders\n  x-cortex-tag: "${TAG}"\n`
    const type = { 'content-type': 'application/openapi;charset=UTF-8' }
    try {
      for (const base of [server, proxy.url]) {
        const ask = async (path: string, method = 'GET') => {
          const answer = await fetch(`${base}/api/v1/catalog/${encodeURIComponent(TAG)}${path}`, { method, headers })
          const text = await answer.text()
          return { status: answer.status, tag: text && JSON.parse(text).tag }
        }
        const saved = await fetch(`${base}/api/v1/open-api`, { method: 'POST', body, headers: { ...headers, ...type } })
        assert.equal(saved.status, 200)
        assert.deepEqual(await ask(''), { status: 200, tag: TAG })
        assert.deepEqual(await ask('?hierarchyDepth=0'), { status: 200, tag: TAG })
        assert.equal((await ask('/openapi')).status, 200)
        assert.deepEqual(await ask('/archive', 'PUT'), { status: 200, tag: TAG })
        assert.equal((await ask('', 'DELETE')).status, 200)
        assert.equal((await ask('')).status, 404)
      }
    } finally {
      proxy.stop()
      await here.app.http.close()
    }
  })
})
