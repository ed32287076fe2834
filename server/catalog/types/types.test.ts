import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { newTag } from '../entities/testing.ts'
import { DEFINITIONS, newType, ofType, typist } from './testing.ts'

const OWNED = {
  type: 'object',
  required: ['owner'],
  properties: { owner: { type: 'string' }, tier: { enum: [1, 2, 3] } },
  additionalProperties: false,
}

eachDatabase('entity types', world => {
  let here: World
  let by: Awaited<ReturnType<typeof typist>>
  before(async () => {
    here = await world()
    by = await typist(here)
  })

  test('one is created, read, listed, updated and deleted, with an audit row each', async () => {
    const type = newType('Lambda')
    const words = { name: 'Lambda function', description: 'Runs on demand', iconTag: 'no-such-icon' }
    const created = await by.create(type, OWNED, { ...words, source: 'CUSTOM' })
    assert.equal(created.status, 200, created.text)
    assert.deepEqual(created.body, { type, ...words, schema: OWNED, source: 'CUSTOM', version: 1 })
    assert.deepEqual((await by.read(type.toUpperCase())).body, created.body)
    const { version: _, ...listed } = created.body
    assert.deepEqual(
      (await by.list('?pageSize=1000')).body.definitions.find((one: { type: string }) => one.type === type),
      listed,
    )
    const updated = await by.update(type, { schema: { type: 'object' }, description: null })
    assert.deepEqual(updated.body, {
      type,
      name: words.name,
      iconTag: words.iconTag,
      schema: { type: 'object' },
      source: 'CUSTOM',
      version: 2,
    })
    assert.equal((await by.update(type, { schema: { type: 'object' } })).body.version, 2, 'the same again is no change')
    const gone = await by.remove(type)
    assert.deepEqual([gone.status, gone.text], [200, ''])
    assert.equal((await by.read(type)).status, 404)
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select('action')
      .where('object_type', '=', 'ENTITY_TYPE')
      .where('object_identifier', '=', type)
      .execute()
    assert.deepEqual(rows.map(({ action }) => action).toSorted(), ['CREATE', 'DELETE', 'UPDATE'])
  })

  test('keywords that only describe are keywords of the draft', async () => {
    const words = { title: 'T', description: 'D', default: 1, examples: [1], readOnly: true, deprecated: true }
    const { status, body } = await by.create(newType('described'), { properties: { a: words } })
    assert.deepEqual([status, body.warnings], [200, undefined])
  })

  test('a dry run says what is wrong and stores nothing', async () => {
    const type = newType('dry')
    const tried = await by.create(type, { 'x-order': 1 }, {}, '?dryRun=true')
    assert.deepEqual([tried.status, tried.body.warnings[0].pointer], [200, '/schema/x-order'])
    assert.equal((await by.create(type, { type: 'strin' }, {}, '?dryRun=true')).status, 400)
    assert.equal((await by.read(type)).status, 404)
    await by.create(type, {})
    await by.save(ofType(newTag(), type))
    assert.equal((await by.update(type, { schema: OWNED }, '?dryRun=true')).status, 200)
    assert.deepEqual((await by.read(type)).body.schema, {})
    assert.equal((await by.create(type, {}, {}, '?dryRun=true')).status, 400)
  })

  test('lists are paged and leave out what is built in unless it is asked for', async () => {
    for (const name of ['b', 'a', 'c']) await by.create(newType(`page-${name}`), {})
    const all = (await by.list('?includeBuiltIn=False&pageSize=1000')).body
    const types = all.definitions.map((one: { type: string }) => one.type)
    assert.deepEqual(types, types.toSorted())
    assert.ok(!types.includes('service'))
    const page = (await by.list('/?pageSize=2&page=1')).body
    assert.deepEqual(
      [page.page, page.total, page.definitions.map((one: { type: string }) => one.type)],
      [1, all.total, types.slice(2, 4)],
    )
    assert.deepEqual((await by.list('?page=99')).body.definitions, [])
    const more = (await by.list('?includeBuiltIn=True&pageSize=1000')).body
    assert.equal(more.total, all.total + 3)
    assert.deepEqual(
      more.definitions
        .filter((one: { source: string }) => one.source === 'CORTEX')
        .map((one: { type: string }) => one.type),
      ['domain', 'service', 'team'],
    )
  })

  test('service, domain and team are built in: they can be read, and not changed, deleted or created', async () => {
    assert.deepEqual((await by.read('Service')).body, {
      type: 'service',
      name: 'Service',
      schema: {},
      source: 'CORTEX',
      version: 1,
    })
    const answers = [
      await by.update('team', { schema: {} }),
      await by.remove('domain'),
      await by.create('SERVICE', {}),
      await by.create('AWS::S3::Bucket', {}),
    ]
    for (const { status, body } of answers) {
      assert.equal(status, 400)
      assert.match(body.details, /built in/)
    }
  })

  test('what is unknown, taken or wrong is named', async () => {
    const type = newType('taken')
    await by.create(type, {})
    const again = await by.create(type.toUpperCase(), {})
    assert.deepEqual([again.status, again.body.field], [400, 'type'])
    assert.match(again.body.details, /already exists/)
    for (const { status, body } of [
      await by.read('nope'),
      await by.update('nope', { schema: {} }),
      await by.remove('nope'),
    ])
      assert.deepEqual([status, body.message], [404, 'Not Found'])
    assert.equal((await by.create('not a type', {})).body.field, 'type')
    assert.match((await by.create('x', [])).body.details, /^schema: must be/)
    assert.equal((await by.create('x', undefined)).status, 400)
    assert.equal((await by.create('x\u0000', {})).status, 400)
    assert.equal((await by.create(newType(), { title: 'a\u0000b' })).status, 400)
  })

  test('everyone who sees the catalog reads types, and the Edit entity types permission changes them', async () => {
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await here.request({ url: DEFINITIONS, as: viewer })).status, 200)
    const refused = await here.request({
      method: 'POST',
      url: DEFINITIONS,
      as: viewer,
      body: { type: 'x', schema: {} },
    })
    assert.deepEqual([refused.status, refused.body.missingPermission], [403, 'EDIT_ENTITY_TYPES'])
    const asked = await here.request({ url: `${DEFINITIONS}/service?abilities=true`, as: viewer })
    assert.equal(asked.body.abilities.edit.allowed, false)
    assert.match((await by.read('service', '?abilities=true')).body.abilities.remove.reason, /built in/)
  })

  test('a definition that does not satisfy its type is refused with lines and pointers, also by a dry run and a PATCH', async () => {
    const [type, tag] = [newType(), newTag()]
    await by.create(type, OWNED)
    const bad = `openapi: 3.0.1
info:
  title: Bad
  x-cortex-tag: ${tag}
  x-cortex-type: ${type.toUpperCase()}
  x-cortex-definition:
    tier: 7
    color: red
`
    for (const query of ['', '?dryRun=true']) {
      const { status, body } = await by.save(bad, query)
      assert.equal(status, 400)
      assert.deepEqual(
        body.violations
          .map((one: Record<string, unknown>) => [one.pointer, one.startLine, one.violationType, one.description])
          .toSorted(),
        [
          ['/info/x-cortex-definition', 6, 'MUST', 'owner is required.'],
          ['/info/x-cortex-definition/color', 8, 'MUST', "color isn't a property that the schema allows."],
          ['/info/x-cortex-definition/tier', 7, 'MUST', 'tier must be one of 1, 2, 3.'],
        ],
      )
    }
    assert.equal((await by.entity(tag)).status, 404)
    assert.equal((await by.save(ofType(tag, type, { owner: 'ada' }))).status, 200)
    const patched = await by.patch(`info:\n  x-cortex-tag: ${tag}\n  x-cortex-definition:\n    tier: 9\n`)
    assert.equal(patched.status, 400)
    assert.deepEqual(
      patched.body.violations.map((one: Record<string, unknown>) => [one.pointer, one.startLine]),
      [['/info/x-cortex-definition/tier', undefined]],
    )
    assert.equal((await by.patch(`info:\n  x-cortex-tag: ${tag}\n  x-cortex-definition:\n    tier: 2\n`)).status, 200)
    assert.deepEqual((await by.entity(tag)).body.definition, { owner: 'ada', tier: 2 })
  })

  test('a type that nobody has defined accepts any definition, and needs one', async () => {
    const [type, tag] = [newType('wild'), newTag()]
    assert.equal((await by.save(ofType(tag, type, { anything: [1] }))).status, 200)
    const none = await by.save(ofType(tag, type).replace(/ {2}x-cortex-definition.*\n/, ''))
    assert.deepEqual([none.status, none.body.violations[0].description], [400, 'Definition is required'])
  })

  test('a type that entities have, archived ones included, is not deleted', async () => {
    const [type, tag] = [newType(), newTag()]
    await by.create(type, {})
    await by.save(ofType(tag, type))
    await by.request('PUT', `/api/v1/catalog/${tag}/archive`)
    const refused = await by.remove(type)
    assert.equal(refused.status, 409)
    assert.match(refused.body.details, /^1 entity has the type/)
    await by.request('DELETE', `/api/v1/catalog/${tag}`)
    assert.equal((await by.remove(type)).status, 200)
  })

  test('a schema that entities do not satisfy is refused with them, or stored by force: they are marked until they do', async () => {
    const type = newType()
    const tags = Array.from({ length: 103 }, () => newTag('unfit'))
    await by.create(type, {})
    for (const tag of tags) await by.save(ofType(tag, type, { tier: 1 }))
    const fine = newTag('fine')
    await by.save(ofType(fine, type, { owner: 'ada' }))
    const before = (await by.entity(fine)).headers.etag
    const refused = await by.update(type, { schema: OWNED })
    assert.equal(refused.status, 409)
    assert.deepEqual([refused.body.count, refused.body.entities.length, refused.body.message], [103, 100, 'Conflict'])
    assert.deepEqual(
      [refused.body.entities[0].tag, refused.body.entities[0].violation.description],
      [tags.toSorted()[0], 'owner is required.'],
    )
    assert.deepEqual((await by.read(type)).body.schema, {})

    assert.equal((await by.update(type, { schema: OWNED }, '?force=True')).status, 200)
    const [tag = ''] = tags
    const marked = (await by.entity(tag)).body
    assert.deepEqual([marked.violatesSchema, marked.definition], [true, { tier: 1 }])
    assert.equal((await by.entity(fine)).body.violatesSchema, undefined)
    assert.notEqual((await by.entity(fine)).headers.etag, before)
    const listed = await by.request('GET', `/api/v1/catalog?types=${type}&pageSize=1000`)
    assert.equal(listed.body.entities.filter((one: { violatesSchema?: boolean }) => one.violatesSchema).length, 103)
    const filtered = await by.request('GET', `/api/v1/catalog?types=${type}&violatesSchema=true&pageSize=5`)
    assert.deepEqual([filtered.body.total, filtered.body.entities.length], [103, 5])

    assert.equal((await by.save(ofType(tag, type, { tier: 1 }))).status, 400, 'its next write must satisfy the schema')
    assert.equal((await by.request('PUT', `/api/v1/catalog/${tag}/archive`)).status, 200, 'this says nothing of it')
    assert.equal((await by.save(ofType(tag, type, { owner: 'bob' }))).status, 200)
    assert.equal((await by.entity(tag)).body.violatesSchema, undefined)
    assert.equal((await by.update(type, { schema: { type: 'object' } })).status, 200)
    assert.equal((await by.entity(tags[1] ?? '')).body.violatesSchema, undefined, 'all satisfy it again')
    const { changes } = await here.database.db
      .selectFrom('audit_logs')
      .select('changes')
      .where('object_identifier', '=', type)
      .where('changes', 'like', '%marked%')
      .executeTakeFirstOrThrow()
    assert.equal(JSON.parse(changes ?? '{}').marked.after, 103)
  })

  test('a type that is created after its entities marks those that do not satisfy it', async () => {
    const [type, tag] = [newType('late'), newTag()]
    await by.save(ofType(tag, type.toUpperCase(), { tier: 1 }))
    assert.equal((await by.create(type, OWNED)).status, 200)
    assert.equal((await by.entity(tag)).body.violatesSchema, true)
  })

  test('a schema that cannot be read leaves the other types in the list, and can be replaced', async () => {
    const type = newType('damaged')
    await by.create(type, OWNED)
    await here.database.transaction(db =>
      db.updateTable('entity_types').set({ schema: 'garbage' }).where('key', '=', type).execute(),
    )
    const { body } = await by.list('?includeBuiltIn=true&pageSize=1000')
    assert.deepEqual(body.unreadable.ids, [type])
    assert.ok(body.definitions.length > 2)
    assert.equal((await by.update(type, { schema: OWNED })).status, 200)
    assert.deepEqual((await by.read(type)).body.schema, OWNED)
  })

  test('what a client exports it can import again, and the next export is the same', async () => {
    const { bearer } = await here.token(await here.person(['ADMIN']))
    const ask = (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) =>
      here.request({
        method,
        url,
        as: { bearer },
        headers: {
          'user-agent': 'cortexapps-cli/1.14.0',
          'content-type': method === 'GET' ? 'application/yaml' : 'application/json',
        },
        ...(body === undefined ? {} : { body }),
      })
    const type = newType('exported')
    await by.create(type, OWNED, { name: 'Exported' })
    const first = await ask('GET', `${DEFINITIONS}?page=0&pageSize=250`)
    assert.equal(Object.values(first.body).filter(Array.isArray).length, 1)
    const exported = first.body.definitions.find((one: { type: string }) => one.type === type)
    await by.remove(type)
    assert.equal((await ask('GET', `${DEFINITIONS}/${type}`)).status, 404)
    assert.equal((await ask('POST', DEFINITIONS, exported)).status, 200)
    assert.equal((await ask('PUT', `${DEFINITIONS}/${type}?force=False`, exported)).status, 200)
    const second = await ask('GET', `${DEFINITIONS}?page=0&pageSize=250`)
    assert.deepEqual(second.body, first.body)
    const tag = newTag()
    assert.equal((await by.save(ofType(tag, type, { owner: 'ada' }))).status, 200)
    assert.equal((await ask('GET', `/api/v1/catalog?types=${type}`)).body.entities[0].tag, tag)
  })
})
