import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

test('metrics are text that no browser takes for a page, and nothing else is there', async t => {
  const metrics = createMetrics()
  metrics.observe({ method: 'GET', route: '/api/v1/catalog', status: 200, seconds: 0.01 })
  const server = await metrics.listen(0, '127.0.0.1')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  const get = (path: string) => fetch(`http://127.0.0.1:${address.port}${path}`)
  const [found, missing] = await Promise.all([get('/metrics'), get('/')])
  assert.match(await found.text(), /portico_http_request_duration_seconds_count\{.*route="\/api\/v1\/catalog"/)
  assert.match(found.headers.get('content-type') ?? '', /^text\/plain;.*charset=utf-8/)
  assert.deepEqual([found.status, missing.status], [200, 404])
  for (const { headers } of [found, missing]) {
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/)
  }
})
