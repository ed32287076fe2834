import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { renewOwn } from '../entities/renew.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

eachDatabase('dependencies', world => {
  let here: World
  let as: { cookie: string }
  let post: (body: string) => Promise<{ status: number }>
  before(async () => {
    here = await world()
    const some = await editor(here)
    as = some.as
    post = some.post
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers = {}) =>
    here.request({ method, url: `/api/v1/catalog/${path}`, as, headers, ...(body === undefined ? {} : { body }) })
  const entities = async (...names: string[]) => {
    const tags = names.map(name => newTag(name))
    for (const tag of tags) assert.equal((await post(yaml(tag))).status, 200)
    return tags
  }
  const edges = async (tag: string, query = '') => {
    const { status, body } = await ask('GET', `${tag}/dependencies${query}`)
    assert.equal(status, 200)
    return body.dependencies.map(
      ({ callerTag, calleeTag, method = '', path = '', source }: Record<string, string>) =>
        `${callerTag}>${calleeTag} ${method}${path} ${source}`,
    )
  }

  test('one is created, read, listed both ways, updated and deleted', async () => {
    const [caller = '', callee = ''] = await entities('caller', 'callee')
    const at = `${caller}/dependencies/${callee}`
    const created = await ask('POST', at, { description: 'calls it', metadata: { tier: 1, tags: ['a'] } })
    assert.equal(created.status, 201)
    assert.deepEqual(created.body, {
      callerTag: caller,
      callerType: 'service',
      calleeTag: callee,
      calleeType: 'service',
      description: 'calls it',
      metadata: { tier: 1, tags: ['a'] },
      source: 'API',
    })
    assert.deepEqual((await ask('GET', at)).body, created.body)
    const endpoint = `${at}?method=GET&path=${encodeURIComponent('/v1/x')}`
    assert.equal((await ask('POST', endpoint, {})).status, 201)
    assert.deepEqual(await edges(caller), [`${caller}>${callee}  API`, `${caller}>${callee} GET/v1/x API`])
    assert.deepEqual(await edges(callee), [])
    assert.deepEqual(await edges(callee, '?includeIncoming=True'), await edges(caller))
    assert.deepEqual(await edges(callee, '?includeIncoming=true&includeOutgoing=false'), await edges(caller))
    assert.deepEqual(await edges(caller, '?includeIncoming=False&includeOutgoing=False'), await edges(caller))
    const page = await ask('GET', `${caller}/dependencies/?pageSize=1&page=1`)
    assert.deepEqual([page.body.total, page.body.totalPages, page.body.dependencies.length], [2, 2, 1])
    assert.deepEqual((await ask('GET', `${caller}/dependencies?page=9`)).body.dependencies, [])
    const updated = await ask('PUT', at, { description: 'changed', metadata: null })
    assert.deepEqual([updated.status, updated.body.description], [200, 'changed'])
    const gone = await ask('DELETE', endpoint, {}, { 'content-type': 'application/json' })
    assert.equal(gone.status, 204)
    assert.equal((await ask('DELETE', endpoint)).status, 404)
    assert.equal((await ask('DELETE', `${caller}/dependencies`)).status, 204)
    assert.deepEqual(await edges(caller), [])
  })

  test('a descriptor declares some, which the API cannot change, and only edits of the descriptor remove', async () => {
    const [callee = ''] = await entities('declared')
    const caller = newTag('declaring')
    const later = newTag('Later')
    const declare = (more = '') =>
      post(
        yaml(
          caller,
          `  x-cortex-dependency:\n    - tag: ${callee.toUpperCase()}\n      method: get\n      path: /a\n      description: says it\n      metadata: {weight: 1.10}\n    - tag: ${later}\n${more}`,
        ),
      )
    assert.equal((await declare()).status, 200)
    assert.deepEqual(await edges(caller), [`${caller}>${callee} GET/a YAML`])
    assert.equal((await post(yaml(later))).status, 200)
    assert.equal((await edges(caller)).length, 2, 'what did not exist yet is found once it does')
    const at = `${caller}/dependencies/${callee}?method=GET&path=/a`
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      const refused = await ask(method, at, method === 'DELETE' ? undefined : {})
      assert.equal(refused.status, 400)
      assert.match(refused.body.details, /declared in the descriptor/)
    }
    assert.equal((await ask('POST', `${caller}/dependencies/${later}?method=PUT&path=/b`, {})).status, 201)
    await post(yaml(caller))
    assert.deepEqual(await edges(caller), [`${caller}>${later} PUT/b API`])
    assert.match((await ask('GET', `${caller}/openapi?yaml=true`)).text, /^openapi/)
  })

  test('what is archived or deleted leaves the lists', async () => {
    const [caller = '', callee = ''] = await entities('old-caller', 'old-callee')
    await ask('POST', `${caller}/dependencies/${callee}`, {})
    await ask('PUT', `${callee}/archive`)
    assert.deepEqual(await edges(caller), [])
    await ask('PUT', `${callee}/unarchive`)
    assert.equal((await edges(caller)).length, 1)
    await ask('DELETE', caller)
    assert.deepEqual(await edges(callee, '?includeIncoming=true'), [])
  })

  test('bad input names what is wrong', async () => {
    const [caller = '', callee = ''] = await entities('bad-caller', 'bad-callee')
    const half = await ask('POST', `${caller}/dependencies/${callee}?method=GET`, {})
    assert.deepEqual([half.status, half.body.details.includes('method and path')], [400, true])
    assert.equal((await ask('POST', `${caller}/dependencies/${callee}?method=CALL&path=/x`, {})).status, 400)
    const unknown = await ask('POST', `${caller}/dependencies/nowhere-at-all`, {})
    assert.deepEqual([unknown.status, unknown.body.message], [404, 'Not Found'])
    assert.match(unknown.body.details, /nowhere-at-all/)
    assert.equal((await ask('GET', `${caller}/dependencies/${callee}`)).status, 404)
    const viewer = (await here.person(['VIEWER'])).session
    const url = `/api/v1/catalog/${caller}/dependencies/${callee}`
    assert.equal((await here.request({ method: 'POST', url, as: viewer, body: {} })).status, 403)
    assert.equal((await here.request({ url: `/api/v1/catalog/${caller}/dependencies`, as: viewer })).status, 200)
  })

  test('descriptors from before an upgrade are read once, and their dependencies then follow edits', async () => {
    const [callee = ''] = await entities('upgraded-callee')
    const caller = newTag('upgraded')
    const body = yaml(caller, `  x-cortex-dependency:\n    - tag: ${callee}\n`)
    await post(body)
    const { database } = here
    const { id } = await database.db
      .selectFrom('entities')
      .select('id')
      .where('tag', '=', caller)
      .executeTakeFirstOrThrow()
    await database.transaction(async db => {
      await db.deleteFrom('dependencies').where('caller_id', '=', id).execute()
      await db.deleteFrom('entity_own').where('id', '=', id).execute()
      const row = await db.selectFrom('entities').select('document').where('id', '=', id).executeTakeFirstOrThrow()
      const { declares: _, ...document } = JSON.parse(row.document)
      await db
        .updateTable('entities')
        .set({ document: JSON.stringify(document) })
        .where('id', '=', id)
        .execute()
    })
    assert.deepEqual(await edges(caller), [])
    await renewOwn({ database, write: database.transaction, signal: new AbortController().signal })
    assert.deepEqual(await edges(caller), [`${caller}>${callee}  YAML`])
    await post(yaml(caller))
    assert.deepEqual(await edges(caller), [])
  })
})
