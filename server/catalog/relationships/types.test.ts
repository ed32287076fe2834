import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { declares, newType, relating, TYPES, typeBody } from './testing.ts'

eachDatabase('relationship types', world => {
  let here: World
  let some: Awaited<ReturnType<typeof relating>>
  before(async () => {
    here = await world()
    some = await relating(here)
  })

  test('one is created, read, listed, replaced by what was read, and deleted', async () => {
    const { ask, ok } = some
    const tag = newType('Component-Hierarchy')
    const body = typeBody(tag, {
      isSingleSource: true,
      sourcesFilter: { include: true, types: ['component'] },
      destinationsFilter: { include: true, types: ['service', 'component'] },
      sourceLabelSingular: 'Component',
      sourceLabelPlural: 'Components',
      destinationLabelSingular: 'Part',
      destinationLabelPlural: 'Parts',
    })
    const created = await ok('POST', TYPES, body)
    const { createCatalog: _, ...rest } = body
    assert.deepEqual(created, {
      ...rest,
      isCortexManaged: false,
      sourceNameSingular: 'Component',
      sourceNamePlural: 'Components',
      destinationNameSingular: 'Part',
      destinationNamePlural: 'Parts',
      version: 1,
    })
    assert.deepEqual(await ok('GET', `${TYPES}/${tag.toUpperCase()}`), created)
    const again = await ask('POST', TYPES, typeBody(tag.toUpperCase()))
    assert.deepEqual([again.status, again.body.field], [400, 'tag'])
    const page = await ok('GET', `${TYPES}?pageSize=1000&page=0`)
    assert.ok(page.relationshipTypes.some((one: { tag: string }) => one.tag === tag))
    assert.deepEqual([page.page, page.total, page.totalPages], [0, page.relationshipTypes.length, 1])
    assert.deepEqual((await ok('GET', `${TYPES}/?page=9`)).relationshipTypes, [])
    assert.deepEqual(await ok('PUT', `${TYPES}/${tag}`, created), created, 'the same again changes nothing')
    const changed = await ok('PUT', `${TYPES}/${tag}`, { ...created, allowCycles: true, description: null })
    assert.deepEqual([changed.allowCycles, changed.description, changed.version], [true, undefined, 2])
    const other = await ask('PUT', `${TYPES}/${tag}`, typeBody('another'))
    assert.deepEqual([other.status, other.body.field], [400, 'tag'])
    assert.equal((await ask('DELETE', `${TYPES}/${tag}`)).status, 200)
    for (const method of ['GET', 'DELETE'] as const) assert.equal((await ask(method, `${TYPES}/${tag}`)).status, 404)
    assert.equal((await ask('PUT', `${TYPES}/${tag}`, body)).body.message, 'Not Found')
  })

  test('the audit log has each write', async () => {
    const tag = await some.type()
    await some.ok('PUT', `${TYPES}/${tag}`, typeBody(tag, { name: 'Renamed' }))
    await some.ask('DELETE', `${TYPES}/${tag}`)
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select(['action', 'changes'])
      .where('object_type', '=', 'RELATIONSHIP_TYPE')
      .where('object_identifier', '=', tag)
      .execute()
    assert.deepEqual(rows.map(({ action }) => action).toSorted(), ['CREATE', 'DELETE', 'UPDATE'])
    const update = rows.find(({ action }) => action === 'UPDATE')?.changes ?? ''
    assert.deepEqual(JSON.parse(update), { name: { before: 'Component Hierarchy', after: 'Renamed' } })
  })

  test('lists sort, count what there is, and say what may be done', async () => {
    const { ok, type, entities, describe } = some
    const [first, second] = [await type({ name: 'zzz last' }), await type({ name: 'AAA first' })]
    const [a = '', b = '', c = ''] = await entities('count-a', 'count-b', 'count-c')
    await ok('POST', `/api/v1/relationships/${first}`, {
      relationships: [
        { source: a, destination: b },
        { source: a, destination: c },
      ],
    })
    await describe(c, declares(first, { sources: [a] }))
    await describe(b, declares(second, { destinations: ['not-there-yet'] }))
    const { relationshipTypes } = await ok('GET', `${TYPES}?includeCounts=True&abilities=true&sort=name&pageSize=1000`)
    type Listed = { tag: string; name: string; relationships: number; abilities: { edit: { allowed: boolean } } }
    const find = (tag: string): Listed => relationshipTypes.find((one: Listed) => one.tag === tag)
    assert.deepEqual([find(first).relationships, find(second).relationships], [2, 1])
    assert.equal(find(first).abilities.edit.allowed, true)
    const tags = relationshipTypes.map((one: Listed) => one.tag)
    assert.ok(tags.indexOf(second) < tags.indexOf(first), 'by name, whatever the letter case')
  })

  test('a type that has relationships is not deleted', async () => {
    const { ask, ok, type, entities, describe } = some
    const tag = await type()
    const [a = '', b = ''] = await entities('used-a', 'used-b')
    await describe(a, declares(tag, { destinations: [b] }))
    const refused = await ask('DELETE', `${TYPES}/${tag}`)
    assert.equal(refused.status, 409)
    assert.match(refused.body.details, new RegExp(`${a} → ${b}`))
    await ok('PUT', `/api/v1/relationships/${tag}?force=true`, { relationships: [] })
    assert.equal((await ask('DELETE', `${TYPES}/${tag}`)).status, 200)
  })

  test('bad input names what is wrong, and who may not edit is refused', async () => {
    const { ask } = some
    for (const [more, field] of [
      [{ definitionLocation: 'NOWHERE' }, 'definitionLocation'],
      [{ name: '' }, 'name'],
      [{ tag: 'a b' }, 'tag'],
      [{ sourcesFilter: { types: [] } }, 'sourcesFilter.include'],
      [{ inheritances: [{ parameterTag: 'x-cortex-groups', inheritanceType: 'NONE' }] }, 'inheritances.0.parameterTag'],
    ] as const) {
      const { status, body } = await ask('POST', TYPES, typeBody(newType(), more))
      assert.deepEqual([status, body.field], [400, field])
    }
    const as = (await here.person(['VIEWER'])).session
    const refused = await here.request({ method: 'POST', url: TYPES, as, body: typeBody(newType()) })
    assert.equal(refused.status, 403)
    assert.equal((await here.request({ url: TYPES, as })).status, 200)
  })
})
