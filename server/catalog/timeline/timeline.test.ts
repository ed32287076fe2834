import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { editor, newTag, yaml } from '../entities/testing.ts'

eachDatabase('the activity of an entity', world => {
  test('has deploys, events and edits on one timeline, in pages, by kind, and edits for those who may see them', async () => {
    const here = await world()
    const { as, post, get } = await editor(here)
    const tag = newTag('active')
    assert.equal((await post(yaml(tag))).status, 200)
    const at = `/api/v1/catalog/${tag}`
    const report = async (list: string, body: object) =>
      assert.equal((await here.request({ method: 'POST', url: `${at}/${list}`, as, body })).status, 200)
    const deployer = { name: 'Ada' }
    await report('deploys', {
      title: 'v1',
      type: 'DEPLOY',
      timestamp: '2027-01-01',
      environment: 'production',
      deployer,
    })
    await report('custom-events', {
      title: 'Pod lost',
      type: 'POD',
      timestamp: '2027-01-02',
      url: 'https://k8s.example',
    })
    await report('deploys', { title: 'back to v0', type: 'ROLLBACK', timestamp: '2027-01-03', sha: 'abc' })
    const titles = async (query = '', who = as) => {
      const { status, body, text } = await here.request({ url: `${at}/activity${query}`, as: who })
      assert.equal(status, 200, text)
      return { ...body, activity: body.activity.map(({ title, type }: Record<string, string>) => title ?? type) }
    }
    assert.deepEqual(await titles(), {
      activity: ['back to v0', 'Pod lost', 'v1'],
      seesEdits: false,
      page: 0,
      total: 3,
      totalPages: 1,
    })
    const admin = (await here.person(['ADMIN'])).session
    assert.deepEqual((await titles('', admin)).activity, ['CREATE', 'back to v0', 'Pod lost', 'v1'])
    assert.deepEqual((await titles('?kinds=EDIT', admin)).activity, ['CREATE'])
    assert.deepEqual((await titles('?kinds=EDIT')).activity, [])
    assert.deepEqual((await titles('?kinds=DEPLOY,EVENT&pageSize=2&page=1', admin)).activity, ['v1'])
    assert.deepEqual((await titles('?page=9')).activity, [])
    assert.deepEqual((await titles('?pageSize=1000&page=10000000')).activity, [])
    assert.equal((await get(`${at}/activity?kinds=CALL`)).status, 400)
    const { body } = await here.request({ url: `${at}/activity`, as: admin })
    const [edit, rollback, event, deploy] = body.activity
    assert.deepEqual([edit.kind, edit.type, edit.fields.length > 0], ['EDIT', 'CREATE', true])
    assert.match(edit.by, /^editor/)
    assert.deepEqual(
      [rollback.sha, event.url, deploy.by, deploy.environment],
      ['abc', 'https://k8s.example', 'Ada', 'production'],
    )
  })

  test('says which version of the descriptor an edit saved', async () => {
    const here = await world()
    const { post, put } = await editor(here)
    const tag = newTag('versioned')
    for (const info of ['', '  description: x\n']) {
      await post(yaml(tag, info))
      here.time.now += 1000
    }
    await put(`/api/v1/catalog/${tag}/archive`)
    const admin = (await here.person(['ADMIN'])).session
    const { body } = await here.request({ url: `/api/v1/catalog/${tag}/activity`, as: admin })
    assert.deepEqual(
      body.activity.map(({ type, version }: Record<string, unknown>) => [type, version]),
      [
        ['UPDATE', undefined],
        ['UPDATE', 2],
        ['CREATE', 1],
      ],
    )
  })

  test('leaves out what was done to an earlier entity with the same tag', async () => {
    const here = await world()
    const { post, remove } = await editor(here)
    const tag = newTag('again')
    await post(yaml(tag))
    await remove(`/api/v1/catalog/${tag}`)
    here.time.now += 1000
    await post(yaml(tag))
    const admin = (await here.person(['ADMIN'])).session
    const { body } = await here.request({ url: `/api/v1/catalog/${tag}/activity`, as: admin })
    assert.deepEqual(
      body.activity.map(({ type }: { type: string }) => type),
      ['CREATE'],
    )
  })
})
