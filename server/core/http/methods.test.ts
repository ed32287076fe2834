/** Methods and paths, as clients and proxies write them: for every operation. */
import assert from 'node:assert/strict'
import type { OperationSpec } from '../../../contract/core/operation.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const urlOf = ({ path }: OperationSpec) => path.replace(/\{\w+\}/g, 'no-such-thing')

const operationsOf = ({ app }: World) => app.routes.map(({ operation }) => operation)

const methodsAt = (here: World) => Map.groupBy(operationsOf(here), urlOf)

const BEARER = (bearer: string) => ({ authorization: `Bearer ${bearer}` })

/** What a browser asks before a page of another origin sends anything. */
const PREFLIGHT = {
  origin: 'https://evil.example',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization, content-type',
}

/** Any two answers of a call that the server gives at different times. */
const comparable = (text: string) => text.replace(/"(requestId|expiresAt|last\w*)":"[^"]*"/g, '')

eachDatabase('every path', world => {
  test('answers OPTIONS with the methods that it has, to known callers alone', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person([]))
    for (const [url, operations] of methodsAt(here)) {
      const ask = (headers: Record<string, string>) =>
        here.app.http.inject({ method: 'OPTIONS', url, headers: { ...PREFLIGHT, ...headers } })
      const known = await ask(BEARER(bearer))
      const methods: string[] = operations.map(({ method }) => method)
      const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']
      assert.deepEqual([known.statusCode, known.body], [204, ''], url)
      assert.deepEqual(String(known.headers.allow).split(', ').toSorted(), allowed.toSorted(), url)
      const strangers = [await ask({}), await ask(BEARER('no-such-token'))]
      for (const answer of strangers) assert.equal(answer.statusCode, url.startsWith('/api/') ? 401 : 204, url)
      for (const { headers } of [known, ...strangers])
        for (const name of Object.keys(headers)) assert.doesNotMatch(name, /^access-control-/, url)
    }
  })

  test('refuses OPTIONS where nothing is, and by a revoked token', async () => {
    const here = await world()
    const owner = await here.person()
    const { bearer, cid } = await here.token(owner)
    const ask = (url: string) => here.app.http.inject({ method: 'OPTIONS', url, headers: BEARER(bearer) })
    assert.equal((await ask('/api/v1/nothing')).statusCode, 404)
    assert.equal((await ask('/api/v1/catalog')).statusCode, 204)
    await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: owner.session })
    assert.equal((await ask('/api/v1/catalog')).statusCode, 401)
  })

  test('answers HEAD as it answers GET, without the body, and 405 where it has no GET', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['ADMIN']))
    for (const [url, operations] of methodsAt(here)) {
      const ask = (method: 'GET' | 'HEAD', headers: Record<string, string>) =>
        here.app.http.inject({ method, url, headers })
      const head = await ask('HEAD', BEARER(bearer))
      assert.equal(head.body, '', url)
      if (!operations.some(({ method }) => method === 'GET')) {
        assert.equal(head.statusCode, 405, url)
        continue
      }
      const get = await ask('GET', BEARER(bearer))
      assert.equal(head.statusCode, get.statusCode, url)
      for (const name of ['content-type', 'etag', 'cache-control', 'location', 'www-authenticate'])
        assert.equal(head.headers[name], get.headers[name], `${url} ${name}`)
      assert.equal((await ask('HEAD', {})).statusCode, (await ask('GET', {})).statusCode, url)
    }
  })

  test('may end with a slash', async () => {
    const here = await world()
    for (const operation of operationsOf(here)) {
      const { method, id } = operation
      const ask = async (url: string) =>
        here.request({ method, url, as: (await here.person()).session, body: method === 'GET' ? undefined : '{not' })
      const [plain, slashed] = [await ask(urlOf(operation)), await ask(`${urlOf(operation)}/`)]
      assert.equal(slashed.status, plain.status, `${id}: ${slashed.text}`)
      assert.equal(slashed.headers.location, plain.headers.location, id)
      if (plain.body?.details) assert.equal(comparable(slashed.body.details), comparable(plain.body.details), id)
      assert.doesNotMatch(slashed.text, /Nothing exists at/, id)
    }
  })
})
