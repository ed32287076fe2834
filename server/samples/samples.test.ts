import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describe as describeEntity } from '../catalog/entities/descriptor.ts'
import { describe as describeScorecard } from '../standards/scorecards/descriptor.ts'
import { eachEmptyDatabase, type World } from '../testing/world.ts'
import { readSamples } from './content.ts'

const url = '/api/v1/samples'

const counts = ({ entities, scorecards, people }: Awaited<ReturnType<typeof readSamples>>) => ({
  entities: entities.length,
  scorecards: scorecards.length,
  people: people.length,
})

const NOTHING = { loaded: false, entities: 0, scorecards: 0, people: 0 }

const samplesLog = async ({ person, request }: World) => {
  const admin = await person(['ADMIN'])
  return (await request({ url: '/api/v1/audit-logs?objectTypes=SAMPLES', as: admin.session })).body.logs
}

test('the sample catalog has teams with members, domains, services, a database and two Scorecards with ladders', async () => {
  const { entities, scorecards, people } = await readSamples()
  const ofType = (type: string) => entities.filter(({ entity }) => entity.type === type).map(({ entity }) => entity)
  assert.ok(ofType('team').filter(({ document }) => (document.members?.length ?? 0) > 0).length >= 3)
  assert.ok(ofType('domain').some(({ parents }) => parents.length > 0))
  assert.ok(ofType('service').length >= 8)
  assert.ok(ofType('database').length >= 1)
  assert.equal(scorecards.length, 2)
  for (const { scorecard } of scorecards) {
    assert.ok((scorecard.document.levels?.length ?? 0) >= 2)
    for (const { levelName } of scorecard.document.rules) assert.ok(levelName)
  }
  assert.deepEqual(
    people.map(({ email }) => email),
    ['viewer', 'user', 'manager', 'admin'].map(role => `${role}@sample.example.com`),
  )
})

test('whatever the samples refer to is among them, and every address is one of example.com', async () => {
  const { entities } = await readSamples()
  const tags = new Set(entities.map(({ entity }) => entity.tag))
  for (const { entity, source } of entities) {
    for (const tag of [...entity.parents, ...entity.children]) assert.ok(tags.has(tag), `${entity.tag}: ${tag}`)
    for (const { kind, name } of entity.owners) if (kind === 'GROUP') assert.ok(tags.has(name), name)
    for (const [, tag = ''] of source.matchAll(/- tag: (.+)/g)) assert.ok(tags.has(tag), `${entity.tag}: ${tag}`)
    for (const [, host = ''] of source.matchAll(/(?:https:\/\/|@)([\w.-]+)/g)) assert.match(host, /(^|\.)example\.com$/)
  }
})

test('no sample descriptor has as much as a warning', async () => {
  const { entities, scorecards } = await readSamples()
  for (const { source } of entities) assert.deepEqual(describeEntity(source).violations, [])
  for (const { source } of scorecards) assert.deepEqual(describeScorecard(source).violations, [])
})

eachEmptyDatabase('the sample catalog', world => {
  test('is loaded once, read like everything else, and removed', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const ask = (method: 'GET' | 'POST' | 'DELETE') => here.request({ method, url, as: admin.session })
    const all = { loaded: true, ...counts(await readSamples()) }
    assert.deepEqual((await ask('GET')).body, NOTHING)
    for (const method of ['POST', 'POST', 'GET'] as const) assert.deepEqual((await ask(method)).body, all)
    assert.equal((await samplesLog(here)).length, 1)
    const service = await here.request({ url: '/api/v1/catalog/checkout', as: admin.session })
    assert.equal(service.status, 200)
    assert.equal(service.body.sample, true)
    assert.equal(service.body.ownersV2.teams[0].tag, 'team-checkout')
    const card = await here.request({ url: '/api/v1/scorecards/production-readiness', as: admin.session })
    assert.equal(card.body.scorecard.sample, true)
    here.time.now += 1000
    for (const method of ['DELETE', 'DELETE', 'GET'] as const) assert.deepEqual((await ask(method)).body, NOTHING)
    const [removal, load] = await samplesLog(here)
    assert.equal(removal.action, 'DELETE')
    assert.ok(removal.changes.entities.before.includes('checkout'))
    assert.deepEqual(load.changes.people.after, removal.changes.people.before.toSorted(byRole))
    assert.equal((await here.request({ url: '/api/v1/catalog/checkout', as: admin.session })).status, 404)
    const left = await here.database.db
      .selectFrom('role_grants as g')
      .leftJoin('users as u', 'u.id', 'g.holder_id')
      .select('g.holder_id')
      .where('u.id', 'is', null)
      .execute()
    assert.deepEqual(left, [])
  })

  test('overwrites and removes nothing that someone made', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const own = 'openapi: 3.0.1\ninfo:\n  title: My own\n  x-cortex-tag: payments\n'
    const card = 'tag: data-protection\nname: My own\nrules: []\n'
    await here.request({ method: 'POST', url: '/api/v1/open-api', as: admin.session, body: own })
    await here.request({ method: 'POST', url: '/api/v1/scorecards/descriptor', as: admin.session, body: card })
    await here.request({ method: 'POST', url, as: admin.session })
    const names = async () => [
      (await here.request({ url: '/api/v1/catalog/payments', as: admin.session })).body.name,
      (await here.request({ url: '/api/v1/scorecards/data-protection', as: admin.session })).body.scorecard.name,
    ]
    assert.deepEqual(await names(), ['My own', 'My own'])
    await here.request({ method: 'DELETE', url, as: admin.session })
    assert.deepEqual(await names(), ['My own', 'My own'])
  })

  test('an edited sample stays a sample and goes with them', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    await here.request({ method: 'POST', url, as: admin.session })
    const body = 'openapi: 3.0.1\ninfo:\n  title: Edited\n  x-cortex-tag: shipping\n'
    await here.request({ method: 'POST', url: '/api/v1/open-api', as: admin.session, body })
    const read = () => here.request({ url: '/api/v1/catalog/shipping', as: admin.session })
    assert.deepEqual([(await read()).body.name, (await read()).body.sample], ['Edited', true])
    await here.request({ method: 'POST', url, as: admin.session })
    assert.equal((await read()).body.name, 'Edited')
    await here.request({ method: 'DELETE', url, as: admin.session })
    assert.equal((await read()).status, 404)
  })

  test('people who were invited, have a password, an identity or a token stay and are no samples any more', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    await here.request({ method: 'POST', url, as: admin.session })
    const users = await here.database.db.selectFrom('users').selectAll().where('sample', '=', 1).execute()
    const idOf = (role: string) => users.find(({ email }) => email.startsWith(role))?.id ?? ''
    for (const { password_hash } of users) assert.equal(password_hash, null)
    const at = here.time.now
    await here.token({ id: idOf('viewer') })
    await here.database.transaction(async db => {
      await db
        .insertInto('identities')
        .values({ issuer: 'https://id.example.com', subject: 's', user_id: idOf('user'), created_at: at })
        .execute()
      const link = { id: 'li1', kind: 'INVITATION', user_id: idOf('manager'), created_at: at, expires_at: at } as const
      await db
        .insertInto('links')
        .values({ ...link, hash: 'h1' })
        .execute()
    })
    const removed = await here.request({ method: 'DELETE', url, as: admin.session })
    assert.deepEqual(removed.body, NOTHING)
    const left = await here.database.db
      .selectFrom('users')
      .select(['email', 'sample'])
      .where('email', 'like', '%@sample.example.com')
      .orderBy('email')
      .execute()
    assert.deepEqual(
      left.map(({ email, sample }) => ({ email, sample })),
      ['manager', 'user', 'viewer'].map(role => ({ email: `${role}@sample.example.com`, sample: 0 })),
    )
    await here.request({ method: 'POST', url, as: admin.session })
    const { people } = (await here.request({ url, as: admin.session })).body
    assert.equal(people, 1)
  })

  test('is for sessions with Edit settings alone', async () => {
    const here = await world()
    const [manager, admin] = [await here.person(['MANAGER']), await here.person(['ADMIN'])]
    const refused = await here.request({ method: 'POST', url, as: manager.session })
    assert.equal(refused.body.missingPermission, 'EDIT_SETTINGS')
    assert.equal((await here.request({ method: 'POST', url, as: await here.token(admin) })).status, 403)
  })
})

const ROLES = ['viewer', 'user', 'manager', 'admin']
const byRole = (a: string, b: string) => ROLES.indexOf(a.split('@')[0] ?? '') - ROLES.indexOf(b.split('@')[0] ?? '')
