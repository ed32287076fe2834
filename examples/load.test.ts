import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { eachEmptyDatabase } from '../server/testing/world.ts'
import { clientOf } from './client.ts'
import { writeCompany } from './folder.ts'
import { loadCompany } from './load.ts'
import { inParallel } from './parallel.ts'

const folder = mkdtempSync(join(tmpdir(), 'portico-load-'))
after(() => rmSync(folder, { recursive: true, force: true }))

eachEmptyDatabase('a company that is loaded over the API', world => {
  test('is all there, and loading it again adds nothing', async () => {
    const here = await world()
    here.time.now = Date.now()
    const { counts } = await writeCompany(folder, { seed: 5, scale: 0.015 })
    const url = await here.app.http.listen({ host: '127.0.0.1', port: 0 })
    const manager = await here.person(['MANAGER'])
    const target = { folder, url, token: (await here.token(manager)).bearer, now: here.time.now }
    const countOf = async (table: 'entities' | 'deploys' | 'custom_events' | 'metric_points') => {
      const counted = here.database.db.selectFrom(table).select(eb => eb.fn.countAll<number | string>().as('total'))
      return Number((await counted.executeTakeFirstOrThrow()).total)
    }
    const totals = () => Promise.all((['entities', 'deploys', 'custom_events', 'metric_points'] as const).map(countOf))
    try {
      const loaded = await loadCompany(target, () => {})
      assert.deepEqual({ ...loaded }, { ...counts })
      const first = await totals()
      assert.deepEqual(first, [counts.entities, counts.deploys, counts.events, counts.metrics])
      const again = await loadCompany({ ...target, now: target.now + 1000 }, () => {})
      assert.deepEqual(again, loaded)
      assert.deepEqual(await totals(), first)
      const service = await here.request({
        url: '/api/v1/catalog?types=service&pageSize=1&includeOwners=true',
        as: manager.session,
      })
      assert.equal(service.body.total, 6)
      const violations = await here.request({ url: '/api/v1/catalog?violatesSchema=true', as: manager.session })
      assert.equal(violations.body.total, 0)
      const data = await here.request({
        url: `/api/v1/catalog/${service.body.entities[0].tag}/custom-data`,
        as: manager.session,
      })
      assert.deepEqual(new Set(data.body.map(({ source }: { source: string }) => source)), new Set(['API', 'YAML']))
      const vendors = await here.request({ url: '/api/v1/relationships/is-customer-of', as: manager.session })
      assert.equal(vendors.body.total, counts.relationships)
    } finally {
      await here.app.http.close()
    }
  })
})

test('a refusal is passed on in the words of the server, with the request that it answered', async () => {
  const { url, stop } = await answering(403, { details: 'You need the Edit entities permission.' })
  try {
    await assert.rejects(
      clientOf(url, 'token')({ method: 'POST', path: '/api/v1/open-api', body: 'x' }),
      /POST \/api\/v1\/open-api answered 403: You need the Edit entities permission\./,
    )
  } finally {
    stop()
  }
})

test('a token is sent to no other machine in plain text', async () => {
  const target = { folder, url: 'http://portico.example.com', token: 'secret', now: 0 }
  await assert.rejects(
    loadCompany(target, () => {}),
    /^Error: http:\/\/portico\.example\.com doesn't use https, so the token could be intercepted\.$/,
  )
})

test('a server that asks for patience is asked again, and one error ends all that is under way', async () => {
  const { url, stop, asked } = await answering(429, { details: 'Too many requests.' }, 2)
  try {
    const answer = await clientOf(url, 'token')({ path: '/' })
    assert.deepEqual([answer.status, asked()], [200, 3])
  } finally {
    stop()
  }
  let started = 0
  const work = async () => {
    if (++started === 3) throw new Error('full')
  }
  await assert.rejects(inParallel(Array.from({ length: 100 }), 2, work), /full/)
  assert.ok(started < 10, `${started}`)
})

/** Answers so for the first `times` requests, and 200 from then on. */
const answering = async (status: number, body: object, times = Number.POSITIVE_INFINITY) => {
  let count = 0
  const server = createServer((_, response) => {
    response.writeHead(++count <= times ? status : 200, { 'content-type': 'application/json', 'retry-after': '0.01' })
    response.end(JSON.stringify(body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close(), asked: () => count }
}
