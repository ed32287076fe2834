import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

eachDatabase('deploys', world => {
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
  const entity = async (name: string) => {
    const tag = newTag(name)
    assert.equal((await post(yaml(tag))).status, 200)
    return tag
  }
  const deploy = (more: object = {}) => ({ title: 'v1', type: 'DEPLOY', timestamp: '2027-01-01T00:00:00Z', ...more })
  const report = async (tag: string, more: object = {}) => {
    const answer = await ask('POST', `${tag}/deploys`, deploy(more))
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const titles = async (tag: string, query = '') => {
    const { status, body } = await ask('GET', `${tag}/deploys${query}`)
    assert.equal(status, 200)
    return body.deployments.map(({ title }: { title: string }) => title)
  }

  test('one is reported as a pipeline does it, listed, replaced and deleted', async () => {
    const tag = await entity('deployed')
    const sent = {
      title: 'Fix the login (#42)\n\nCloses #41.',
      type: 'DEPLOY',
      timestamp: '2027-01-02T10:00:00+01:00',
      sha: 'c0ffee',
      environment: 'production',
      url: 'https://ci.example.com/42',
      deployer: { name: 'Ada', email: 'ada@example.com' },
      customData: { run: 42 },
    }
    const headers = { 'user-agent': 'cortexapps-cli/1.35.0', 'content-type': 'application/json' }
    const created = await ask('POST', `${tag}/deploys`, sent, headers)
    assert.equal(created.status, 200)
    const { uuid, serviceId, ...rest } = created.body
    assert.match(uuid, UUID)
    assert.ok(Number.isSafeInteger(serviceId))
    assert.deepEqual(rest, {
      ...sent,
      timestamp: '2027-01-02T09:00:00.000Z',
      deployerName: 'Ada',
      deployerEmail: 'ada@example.com',
    })
    const listed = await ask('GET', `${tag}/deploys/?page=0&pageSize=250`, undefined, {
      'content-type': 'application/yaml',
    })
    assert.deepEqual(listed.body, { deployments: [created.body], page: 0, total: 1, totalPages: 1 })
    const replaced = await ask('PUT', `${tag}/deploys/${uuid}`, deploy({ title: 'v2', type: 'ROLLBACK', sha: null }))
    assert.deepEqual(
      [replaced.status, replaced.body],
      [200, { uuid, serviceId, title: 'v2', type: 'ROLLBACK', timestamp: '2027-01-01T00:00:00.000Z' }],
    )
    const gone = await ask('DELETE', `${tag}/deploys/${uuid.toUpperCase()}`, {})
    assert.deepEqual([gone.status, gone.body], [200, replaced.body])
    assert.equal((await ask('DELETE', `${tag}/deploys/${uuid}`)).status, 404)
    assert.deepEqual(await titles(tag), [])
  })

  test('times are read in every form that clients send, and are answered in UTC', async () => {
    const tag = await entity('times')
    const forms = {
      '2027-01-02T10:00:00Z': '2027-01-02T10:00:00.000Z',
      '2027-01-02T10:00:00': '2027-01-02T10:00:00.000Z',
      '2027-01-02 10:00:00.123456': '2027-01-02T10:00:00.123Z',
      '2027-01-02T10:00:00.123456789+0530': '2027-01-02T04:30:00.123Z',
      '2027-01-02T10:00': '2027-01-02T10:00:00.000Z',
      '2027-01-02': '2027-01-02T00:00:00.000Z',
    }
    for (const [timestamp, answered] of Object.entries(forms))
      assert.equal((await report(tag, { timestamp })).timestamp, answered)
    for (const timestamp of ['yesterday', '1767312000', '2027-13-01', ''])
      assert.deepEqual((await ask('POST', `${tag}/deploys`, deploy({ timestamp }))).body.field, 'timestamp')
  })

  test('custom data is kept as it was sent: digits of numbers, order of keys, and every JSON type', async () => {
    const tag = await entity('custom')
    const customData =
      '{ "version": 1.10, "404": {"big": 12345678901234567890, "e": 1E2}, "a\\"b,{": [true, null, "x"], "b": {} }'
    const body = `{"title":"t","customData":{"lost":1},"type":"SCALE","timestamp":"2027-01-01","customData":${customData}}`
    const created = await ask('POST', `${tag}/deploys`, body, { 'content-type': 'application/json' })
    assert.equal(created.status, 200)
    assert.ok(created.text.includes(customData), created.text)
    const listed = await ask('GET', `${tag}/deploys`)
    assert.ok(listed.text.includes(customData), listed.text)
    const asYaml = await ask('GET', `${tag}/deploys`, undefined, { accept: 'application/yaml' })
    assert.match(asYaml.text, /deployments:/)
    const large = await ask('POST', `${tag}/deploys`, deploy({ customData: { large: 'x'.repeat(33_000) } }))
    assert.deepEqual([large.status, large.body.field], [400, 'customData'])
    for (const wrong of [[], 'text', 1])
      assert.equal((await ask('POST', `${tag}/deploys`, deploy({ customData: wrong }))).status, 400)
  })

  test('the newest come first, on pages that a client reads to the end', async () => {
    const tag = await entity('paged')
    for (let day = 1; day <= 7; day++) await report(tag, { title: `${day}`, timestamp: `2027-01-0${day}` })
    const read: string[] = []
    for (let page = 0; ; page++) {
      const { body } = await ask('GET', `${tag}/deploys?page=${page}&pageSize=3`)
      assert.deepEqual([body.total, body.totalPages], [7, 3])
      read.push(...body.deployments.map(({ title }: { title: string }) => title))
      if (body.totalPages === page + 1) break
    }
    assert.deepEqual(read, ['7', '6', '5', '4', '3', '2', '1'])
    assert.deepEqual(await titles(tag, '?page=9'), [])
  })

  test('those of one entity are deleted by filters, and the answer and the audit log say how many', async () => {
    const tag = await entity('cleaned')
    const other = await entity('untouched')
    await report(other, { environment: 'staging' })
    for (const title of ['1', '2', '3']) await report(tag, { title, environment: 'staging' })
    await report(tag, { title: 'kept', environment: 'production', sha: 'abc' })
    const at = `${tag}/deploys?environment=staging`
    const dry = await ask('DELETE', `${at}&dryRun=true`)
    assert.deepEqual([dry.status, dry.body.deleted, dry.headers['portico-deleted']], [200, 3, '3'])
    assert.equal((await titles(tag)).length, 4)
    const gone = await ask('DELETE', at, {})
    assert.deepEqual([gone.status, gone.body.deleted, gone.body.title], [200, 3, '3'])
    assert.deepEqual(await titles(tag), ['kept'])
    assert.deepEqual(await titles(other), ['v1'])
    assert.deepEqual((await ask('DELETE', at)).body, { deleted: 0 })
    const [row, ...more] = await here.database.db
      .selectFrom('audit_logs')
      .select(['action', 'changes'])
      .where('object_type', '=', 'DEPLOY')
      .where('object_identifier', '=', tag)
      .execute()
    assert.deepEqual(
      [row?.action, JSON.parse(row?.changes ?? ''), more],
      ['DELETE', { entity: { before: tag }, environment: { before: 'staging' }, deleted: { after: 3 } }, []],
    )
    assert.equal((await ask('DELETE', `${tag}/deploys?sha=abc&type=ROLLBACK`)).body.deleted, 0)
    assert.equal((await ask('DELETE', `${tag}/deploys`)).body.deleted, 1)
  })

  test('those of all entities are deleted by a filter, of which one is required', async () => {
    const tags = [await entity('many'), await entity('many')]
    for (const tag of tags) for (const title of ['1', '2']) await report(tag, { title, sha: `sha-${tags[0]}` })
    for (const query of ['', '?', '?dryRun=true']) {
      const { status, body } = await ask('DELETE', `deploys${query}`)
      assert.equal(status, 400, query)
      assert.match(body.details, /at least one of sha, environment and type/)
    }
    for (const [query, details] of [
      ['?SHA=x', /SHA: is not a parameter of this operation\. Use sha, environment, type, dryRun\./],
      ['?sha=', /sha: must not be empty\./],
      ['?type=UNDO', /type: must be one of DEPLOY, SCALE, ROLLBACK, RESTART\./],
    ] as const) {
      const { status, body } = await ask('DELETE', `deploys${query}`)
      assert.equal(status, 400, query)
      assert.match(body.details, details)
    }
    const dry = await ask('DELETE', `deploys?sha=sha-${tags[0]}&dryRun=True`)
    assert.deepEqual([dry.body.deleted, dry.body.deploys.length], [4, 4])
    const gone = await ask('DELETE', `deploys?sha=sha-${tags[0]}`)
    assert.deepEqual([gone.body.deleted, gone.body.deploys], [4, dry.body.deploys])
    for (const tag of tags) assert.deepEqual(await titles(tag), [])
  })

  test('an entity that is archived keeps its deploys, and one that is deleted takes them along', async () => {
    const tag = await entity('ended')
    const { uuid } = await report(tag)
    assert.equal((await ask('PUT', `${tag}/archive`)).status, 200)
    assert.deepEqual(await titles(tag), ['v1'])
    await report(tag, { title: 'v2' })
    await ask('DELETE', tag)
    assert.equal((await ask('GET', `${tag}/deploys`)).status, 404)
    const rows = await here.database.db.selectFrom('deploys').select('uuid').where('uuid', '=', uuid).execute()
    assert.deepEqual(rows, [])
  })

  test('people without the permission read and do not write, and unknown things are named', async () => {
    const tag = await entity('guarded')
    const { uuid } = await report(tag)
    const viewer = (await here.person(['VIEWER'])).session
    const url = `/api/v1/catalog/${tag}/deploys`
    assert.equal((await here.request({ url, as: viewer })).status, 200)
    for (const [method, at] of [
      ['POST', url],
      ['PUT', `${url}/${uuid}`],
      ['DELETE', `${url}/${uuid}`],
      ['DELETE', url],
      ['DELETE', '/api/v1/catalog/deploys/all'],
    ] as const)
      assert.equal((await here.request({ method, url: at, as: viewer, body: deploy() })).status, 403)
    const other = await entity('other')
    const misplaced = await ask('PUT', `${other}/deploys/${uuid}`, deploy())
    assert.deepEqual([misplaced.status, misplaced.body.message], [404, 'Not Found'])
    assert.match(misplaced.body.details, new RegExp(`${other} has no deploy ${uuid}`))
    const bad = await ask('POST', `${tag}/deploys`, deploy({ type: 'deployed' }))
    assert.match(bad.body.details, /type: must be one of/)
    assert.equal((await ask('POST', `${tag}/deploys`, { title: 'no more' })).body.field, 'type')
    assert.equal((await ask('POST', 'nowhere-at-all/deploys', deploy())).status, 404)
  })

  test('a deploy changes no answer about entities that is remembered', async () => {
    const tag = await entity('remembered')
    const tagOf = async () => (await ask('GET', tag)).headers.etag
    const before = await tagOf()
    await report(tag)
    assert.equal(await tagOf(), before)
  })
})
