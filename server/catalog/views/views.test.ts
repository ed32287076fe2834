import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type As, eachDatabase, type TestPerson, type World } from '../../testing/world.ts'

const VIEWS = '/api/v1/catalog-views'
type View = { id: string; name: string; version: number; isShared: boolean; isDefault: boolean; shows: object }
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

eachDatabase('saved views of the catalog', world => {
  let here: World
  let manager: TestPerson
  let user: TestPerson
  let names = 0
  before(async () => {
    here = await world()
    manager = await here.person(['MANAGER'])
    user = await here.person(['USER'])
  })

  const newName = () => `View ${++names}`
  const ask = (as: As, method: Method, url: string, body?: unknown, headers = {}) =>
    here.request({ method, url, as, headers, ...(body === undefined ? {} : { body }) })
  const create = async (as: As, more: object = {}): Promise<View> => {
    const made = await ask(as, 'POST', VIEWS, { name: newName(), shows: {}, ...more })
    assert.equal(made.status, 201, made.text)
    return made.body
  }
  const seen = async (as: As): Promise<View[]> => (await ask(as, 'GET', VIEWS)).body.views
  const find = async (as: As, id: string) => (await seen(as)).find(one => one.id === id)

  test('a view keeps filters, sorting, columns and grouping for its owner alone', async () => {
    const shows = {
      types: ['service'],
      owners: ['a@b.example'],
      sort: 'name',
      order: 'desc',
      columns: ['links'],
      groupBy: 'owner',
    }
    const made = await create(user.session, { name: ' Mine ', shows })
    assert.match(made.id, /^vw[0-9a-f]{16}$/)
    assert.deepEqual((await find(user.session, made.id))?.shows, shows)
    assert.equal(made.name, 'Mine')
    assert.equal(await find(manager.session, made.id), undefined)
    for (const [method, body] of [
      ['PUT', { name: 'x' }],
      ['DELETE', undefined],
    ] as const)
      assert.equal((await ask(manager.session, method, `${VIEWS}/${made.id}`, body)).status, 404)
    assert.equal((await ask(manager.session, 'PUT', `${VIEWS}/${made.id}/default`)).status, 404)
  })

  test('a personal token manages the views of its owner', async () => {
    const as = await here.token(user)
    const { id } = await create(as)
    assert.ok(await find(user.session, id))
    assert.equal((await ask(as, 'DELETE', `${VIEWS}/${id}`)).status, 204)
    assert.equal(await find(user.session, id), undefined)
  })

  test('sharing needs the Edit catalogs permission, and then everyone sees the view', async () => {
    const refused = await ask(user.session, 'POST', VIEWS, { name: newName(), shows: {}, isShared: true })
    assert.deepEqual([refused.status, refused.body.missingPermission], [403, 'EDIT_CATALOGS'])
    const own = await create(user.session)
    assert.equal((await ask(user.session, 'PUT', `${VIEWS}/${own.id}`, { isShared: true })).status, 403)
    const { id } = await create(manager.session, { isShared: true })
    assert.equal((await find(user.session, id))?.isShared, true)
    for (const [method, body] of [
      ['PUT', { name: 'x' }],
      ['PUT', { isShared: false }],
      ['DELETE', undefined],
    ] as const)
      assert.equal((await ask(user.session, method, `${VIEWS}/${id}`, body)).status, 403)
    const other = await here.person(['MANAGER'])
    assert.equal((await ask(other.session, 'PUT', `${VIEWS}/${id}`, { shows: { types: ['domain'] } })).status, 200)
  })

  test('who stops sharing a view keeps it as their own, and it opens the catalog for nobody else', async () => {
    const { id } = await create(manager.session, { isShared: true })
    for (const { session } of [user, manager])
      assert.equal((await ask(session, 'PUT', `${VIEWS}/${id}/default`)).status, 204)
    assert.equal((await find(user.session, id))?.isDefault, true)
    assert.equal((await ask(manager.session, 'PUT', `${VIEWS}/${id}`, { isShared: false })).body.isDefault, true)
    assert.equal(await find(user.session, id), undefined)
    const { rows } = await countDefaults(id)
    assert.equal(rows, 1)
  })

  const countDefaults = async (id: string) => {
    const rows = await here.database.db
      .selectFrom('catalog_view_defaults')
      .selectAll()
      .where('view_id', '=', id)
      .execute()
    return { rows: rows.length }
  }

  test('each person has one default view, which goes with the view', async () => {
    const [one, other] = [await create(user.session), await create(user.session)]
    for (const { id } of [one, other, other]) await ask(user.session, 'PUT', `${VIEWS}/${id}/default`)
    assert.deepEqual(
      (await seen(user.session)).filter(({ isDefault }) => isDefault).map(({ id }) => id),
      [other.id],
    )
    await ask(user.session, 'DELETE', `${VIEWS}/${one.id}/default`)
    assert.equal((await find(user.session, other.id))?.isDefault, true)
    await ask(user.session, 'DELETE', `${VIEWS}/${other.id}`)
    assert.equal(
      (await seen(user.session)).some(({ isDefault }) => isDefault),
      false,
    )
  })

  test('names differ by more than letter case, among one’s own and among shared ones', async () => {
    const { name } = await create(user.session)
    const again = await ask(user.session, 'POST', VIEWS, { name: name.toUpperCase(), shows: {} })
    assert.deepEqual([again.status, again.body.field], [409, 'name'])
    await create(manager.session, { name })
    await create(manager.session, { name, isShared: true })
    const taken = await ask(manager.session, 'POST', VIEWS, { name, shows: {}, isShared: true })
    assert.equal(taken.status, 409)
    const other = await create(user.session)
    assert.equal((await ask(user.session, 'PUT', `${VIEWS}/${other.id}`, { name })).status, 409)
    assert.equal(
      (await ask(user.session, 'PUT', `${VIEWS}/${other.id}`, { name: other.name.toUpperCase() })).status,
      200,
    )
  })

  test('of the same name at once, one view is saved', async () => {
    const name = newName()
    const all = await Promise.all(
      Array.from({ length: 8 }, () => ask(user.session, 'POST', VIEWS, { name, shows: {} })),
    )
    assert.deepEqual(all.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409, 409, 409, 409])
  })

  test('a view that changed since is not overwritten, and the same again changes nothing', async () => {
    const { id, version } = await create(user.session)
    const url = `${VIEWS}/${id}`
    const edit = { shows: { types: ['domain'] } }
    const changed = await ask(user.session, 'PUT', url, edit, { 'if-match': String(version) })
    assert.equal(changed.body.version, version + 1)
    assert.equal((await ask(user.session, 'PUT', url, { name: 'x' }, { 'if-match': String(version) })).status, 409)
    assert.equal((await ask(user.session, 'PUT', url, edit)).body.version, version + 1)
  })

  test('a person has up to 100 views, and what a view shows is up to 4,000 characters', async () => {
    const { session } = await here.person(['USER'])
    for (let count = 0; count < 100; count++) await create(session)
    const more = await ask(session, 'POST', VIEWS, { name: newName(), shows: {} })
    assert.deepEqual([more.status, more.body.details], [400, 'You can have up to 100 views. Delete one first.'])
    assert.equal((await seen(session)).filter(({ isShared }) => !isShared).length, 100)
    const long = { types: Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(250, 'x')) }
    const refused = await ask(user.session, 'POST', VIEWS, { name: newName(), shows: long })
    assert.deepEqual([refused.status, refused.body.field], [400, 'shows'])
    for (const shows of [{ columns: ['secret'] }, { groupBy: 'name' }, { sort: 'x' }, { types: 'x' }])
      assert.equal((await ask(user.session, 'POST', VIEWS, { name: newName(), shows })).status, 400)
  })

  test('an API key sees shared views and can save them, but has none of its own', async () => {
    const key = await ask((await here.person(['ADMIN'])).session, 'POST', '/api/v1/auth/key', {
      name: 'k',
      roles: [{ type: 'DEFAULT', role: 'MANAGER' }],
    })
    const as = { bearer: String(key.body.apiKey ?? key.body.token ?? key.body.key) }
    const { id } = await create(as, { isShared: true })
    assert.ok(await find(as, id))
    const refused = await ask(as, 'POST', VIEWS, { name: newName(), shows: {} })
    assert.deepEqual(
      [refused.status, refused.body.details],
      [403, 'An API key has no views of its own. Send isShared: true, or use a personal token.'],
    )
    assert.equal((await ask(as, 'PUT', `${VIEWS}/${id}/default`)).status, 403)
  })

  test('the audit log has who saved, changed and deleted a view', async () => {
    const { id } = await create(manager.session, { isShared: true, shows: { types: ['domain'] } })
    await ask(manager.session, 'PUT', `${VIEWS}/${id}`, { name: newName() })
    await ask(manager.session, 'DELETE', `${VIEWS}/${id}`)
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select(['action', 'object_type'])
      .where('object_identifier', '=', id)
      .orderBy('at')
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ action, object_type }) => `${action} ${object_type}`),
      ['CREATE CATALOG_VIEW', 'UPDATE CATALOG_VIEW', 'DELETE CATALOG_VIEW'],
    )
  })

  test('the audit log says nothing of what is in a view that is one person’s own', async () => {
    const shows = { query: 'my private search' }
    const { id } = await create(manager.session, { name: 'My private name', shows })
    const changes = async () => {
      const rows = await here.database.db
        .selectFrom('audit_logs')
        .select('changes')
        .where('object_identifier', '=', id)
        .orderBy('id')
        .execute()
      return rows.map(({ changes }) => changes ?? '').join('\n')
    }
    await ask(manager.session, 'PUT', `${VIEWS}/${id}`, { name: 'Another private name' })
    assert.ok(!(await changes()).includes('private'), await changes())
    await ask(manager.session, 'PUT', `${VIEWS}/${id}`, { isShared: true })
    assert.match(await changes(), /Another private name/)
    assert.ok(!(await changes()).includes('My private name'))
  })
})
