import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { auditOf, editor, newTag } from '../entities/testing.ts'

const DEPARTMENTS = '/api/v1/teams/departments'
const CY = { name: 'Cy', email: 'cy@example.com', description: 'Heads it' }

eachDatabase('departments', world => {
  let here: World
  let by: Awaited<ReturnType<typeof editor>>
  before(async () => {
    here = await world()
    by = await editor(here)
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) =>
    here.request({ method, url: DEPARTMENTS + path, as: by.as, body })

  test('one is created, read, updated by path and by query, and deleted, as an entity of the catalog', async () => {
    const tag = newTag('sales')
    const sent = { departmentTag: tag, name: 'Sales', description: 'Sells', members: [{ ...CY, role: 'head' }] }
    const { status, body } = await ask('POST', '', sent)
    assert.equal(status, 200)
    assert.deepEqual(body, {
      id: body.id,
      departmentTag: tag,
      catalogEntityTag: tag,
      name: 'Sales',
      description: 'Sells',
      members: [{ ...CY, role: { type: 'TEAM_ROLE', tag: 'head', name: 'head' } }],
    })
    assert.deepEqual((await ask('GET', `?departmentTag=${tag}`)).body, body)
    const all = (await ask('GET', '/')).body
    assert.deepEqual([all.departments, all.page, all.total, all.totalPages], [[body], 0, 1, 1])
    const entity = (await by.get(`/api/v1/catalog/${body.catalogEntityTag}`)).body
    assert.deepEqual([entity.id, entity.type, entity.definition], [body.id, 'department', {}])
    const renamed = await ask('PUT', `/${tag}`, {
      name: 'Sales & more',
      members: [{ ...CY, notificationsEnabled: false }],
    })
    assert.deepEqual([renamed.status, renamed.body.name, renamed.body.members], [200, 'Sales & more', [CY]])
    const again = await ask('PUT', `?departmentTag=${tag}`, { name: 'Sales', description: 'Sells', members: [] })
    assert.deepEqual([again.status, again.body.description, again.body.members], [200, 'Sells', []])
    assert.equal((await ask('DELETE', `/${tag}`, {})).status, 204)
    assert.equal((await ask('GET', `?departmentTag=${tag}`)).status, 404)
    assert.deepEqual(
      (await auditOf(here, tag)).map(({ action }) => action),
      ['CREATE', 'UPDATE', 'UPDATE', 'DELETE'],
    )
    assert.equal((await ask('POST', '', sent)).status, 200)
    assert.equal((await ask('DELETE', `?departmentTag=${tag}`)).status, 204)
  })

  test('a team is none, a taken tag is refused, and a viewer only reads', async () => {
    const tag = newTag('taken')
    await ask('POST', '', { departmentTag: tag, name: 'Taken', members: [] })
    const taken = await ask('POST', '', { departmentTag: tag, name: 'Again', members: [] })
    assert.deepEqual([taken.status, /already exists/.test(taken.body.details)], [400, true])
    const team = { teamTag: newTag('team'), type: 'CORTEX', metadata: { name: 'Team' }, links: [], slackChannels: [] }
    await here.request({ method: 'POST', url: '/api/v1/teams', as: by.as, body: team })
    for (const [method, path] of [
      ['GET', `?departmentTag=${team.teamTag}`],
      ['DELETE', `/${team.teamTag}`],
    ] as const) {
      const missing = await ask(method, path)
      assert.deepEqual([missing.status, missing.body.message], [404, 'Not Found'])
    }
    assert.equal((await by.get(`/api/v1/teams/${tag}`)).status, 404)
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await here.request({ url: DEPARTMENTS, as: viewer })).status, 200)
    const refused = await here.request({ method: 'DELETE', url: `${DEPARTMENTS}/${tag}`, as: viewer })
    assert.equal(refused.status, 403)
  })
})
