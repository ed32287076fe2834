import assert from 'node:assert/strict'
import { newId } from '../../core/db/ids.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const url = '/api/v1/personal-tokens'
const DAY = 86_400_000

type Columns = Record<string, string | number | null>

const change = ({ database }: World, cid: string, columns: Columns) =>
  database.transaction(db => db.updateTable('credentials').set(columns).where('cid', '=', cid).execute())

const auditOf = async ({ database }: World, cid: string) =>
  database.db
    .selectFrom('audit_logs')
    .select(['action', 'object_type', 'actor_email', 'changes'])
    .where('object_identifier', '=', cid)
    .where('action', '=', 'DELETE')
    .execute()

/** Many tokens of one person, straight into the database. */
const manyTokens = ({ database, time }: World, ownerId: string, count: number) =>
  database.transaction(async db => {
    const cids = Array.from({ length: count }, () => newId('pt'))
    for (let from = 0; from < count; from += 500) {
      const some = cids.slice(from, from + 500)
      const row = {
        kind: 'personal',
        owner_id: ownerId,
        maker_id: ownerId,
        name: 'many',
        created_at: time.now,
      } as const
      await db
        .insertInto('credentials')
        .values(some.map(cid => ({ ...row, cid, version: 1 })))
        .execute()
      await db
        .insertInto('secrets')
        .values(some.map(cid => ({ hash: cid, cid, last4: 'many', created_at: time.now })))
        .execute()
    }
    return cids
  })

eachDatabase('everybody’s personal tokens', world => {
  test('are narrowed by owner, dates, use, limits and expiry, each filter alone', async () => {
    const here = await world()
    const [admin, owner, other] = [
      await here.person(['ADMIN']),
      await here.person(['USER'], 'Filtered'),
      await here.person(),
    ]
    const { now } = here.time
    const cid = async (name: string, columns: Columns) => {
      const made = await here.token(owner, name)
      await change(here, made.cid, columns)
      return made.cid
    }
    await here.token(other, 'another person’s')
    const old = await cid('old', { created_at: now - 100 * DAY })
    const used = { last_used_at: now - 50 * DAY, last_used_address: '', last_used_client: '' }
    await here.database.transaction(db =>
      db
        .insertInto('credential_uses')
        .values({ cid: old, ...used })
        .execute(),
    )
    await cid('never', { created_at: now - 100 * DAY })
    await cid('soon', { expires_at: now + 5 * DAY })
    await cid('later', { expires_at: now + 50 * DAY, read_only: 1 })
    await cid('over', { ended_at: now - 1, ended_by: 'OWNER', end_reason: 'REVOKED' })
    const names = async (query: string) => {
      const { status, body } = await here.request({ url: `${url}?owner=${owner.id}&${query}`, as: admin.session })
      assert.equal(status, 200)
      return body.tokens.map((token: { name: string }) => token.name).sort()
    }
    const ago = (days: number) => new Date(now - days * DAY).toISOString()
    assert.deepEqual(await names(''), ['later', 'never', 'old', 'soon'])
    assert.deepEqual(await names('state=ended'), ['over'])
    assert.deepEqual(await names(`expiresBefore=${ago(-6)}`), ['soon'])
    assert.deepEqual(await names(`createdBefore=${ago(90)}`), ['never', 'old'])
    assert.deepEqual(await names(`createdAfter=${ago(90)}`), ['later', 'soon'])
    assert.deepEqual(await names(`unusedSince=${ago(40)}`), ['never', 'old'])
    assert.deepEqual(await names('neverUsed=true'), ['later', 'never', 'soon'])
    assert.deepEqual(await names('neverUsed=false'), ['old'])
    assert.deepEqual(await names('readOnly=true'), ['later'])
    assert.deepEqual(await names('noExpiry=true'), ['never', 'old'])
    assert.deepEqual(await names('noExpiry=true&neverUsed=true&createdBefore=2030-01-01T00:00:00Z'), ['never'])
    const byEmail = await here.request({ url: `${url}?owner=${owner.email.toUpperCase()}`, as: admin.session })
    assert.equal(byEmail.body.total, 4)
    const wrong = await here.request({ url: `${url}?createdAfter=yesterday`, as: admin.session })
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'createdAfter'])
  })

  test('are downloaded with the same filters, in the order of the list, in cells no spreadsheet runs', async () => {
    const here = await world()
    const [admin, owner] = [await here.person(['ADMIN']), await here.person()]
    await manyTokens(here, owner.id, 1203)
    const { cid, bearer } = await here.token(owner, '=HYPERLINK("http://evil.example")')
    await change(here, cid, { read_only: 1 })
    const all = await here.request({ url: `${url}/csv?owner=${owner.id}`, as: admin.session })
    assert.equal(all.status, 200)
    assert.match(String(all.headers['content-disposition']), /filename="personal-tokens-2027-01-15\.csv"/)
    assert.ok(!all.text.includes(bearer))
    const [head, ...rows] = all.text.trim().split('\r\n')
    assert.match(head ?? '', /^cid,name,description,last4,ownerEmail,/)
    assert.equal(new Set(rows.map(row => row.slice(0, 18))).size, 1204)
    const listed = await here.request({ url: `${url}?owner=${owner.id}&pageSize=1000`, as: admin.session })
    assert.deepEqual(
      rows.slice(0, 1000).map(row => row.slice(0, 18)),
      listed.body.tokens.map((token: { cid: string }) => token.cid),
    )
    const some = await here.request({ url: `${url}/csv?owner=${owner.id}&readOnly=true`, as: admin.session })
    assert.match(some.text.split('\r\n')[1] ?? '', new RegExp(`^${cid},"'=HYPERLINK`))
    assert.equal(some.text.trim().split('\r\n').length, 2)
  })

  test('of one person are counted, then revoked with their keys, each leaving its audit row', async () => {
    const here = await world()
    const [admin, owner, other] = [await here.person(['ADMIN']), await here.person(['ADMIN']), await here.person()]
    const { cid, bearer } = await here.token(owner, 'maker')
    const second = await here.token(owner, 'second')
    const kept = await here.token(other, 'kept')
    const key = await here.request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as: { bearer },
      body: { name: 'made', roles: [{ type: 'DEFAULT', role: 'USER' }] },
    })
    const ask = (body: object) =>
      here.request({ method: 'POST', url: `${url}/revoke`, as: admin.session, body: { ownerId: owner.id, ...body } })
    const dry = await ask({ dryRun: true })
    assert.deepEqual(dry.body, { tokens: 2, keys: 1, dryRun: true })
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: { bearer } })).status, 200)

    assert.equal((await ask({})).status, 400)
    const changed = await ask({ expectedCount: 3 })
    assert.equal(changed.status, 409)
    assert.equal(changed.body.details, 'The selection now has 2 tokens, not 3. Review it and try again.')
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: { bearer } })).status, 200)

    const done = await ask({ expectedCount: 2 })
    assert.deepEqual(done.body, { tokens: 2, keys: 1, dryRun: false })
    for (const secret of [bearer, second.bearer, key.body.apiKey])
      assert.equal((await here.request({ url: '/api/v1/catalog', as: { bearer: secret } })).status, 401)
    assert.equal((await here.request({ url: '/api/v1/catalog', as: { bearer: kept.bearer } })).status, 200)
    for (const ended of [cid, second.cid, key.body.cid]) {
      const [row, ...more] = await auditOf(here, ended)
      assert.equal(row?.actor_email, admin.email)
      assert.equal(more.length, 0)
    }
    assert.match((await auditOf(here, key.body.cid))[0]?.changes ?? '', new RegExp(`"endedWith":{"after":"${cid}"}`))
    const { body } = await here.request({ url: `/api/v1/auth/token/${cid}`, as: owner.session })
    assert.deepEqual([body.ended.reason, body.ended.by, body.ended.person], ['REVOKED', 'ADMINISTRATOR', admin.email])
    assert.deepEqual((await ask({ dryRun: true })).body, { tokens: 0, keys: 0, dryRun: true })
  })

  test('made before an instant are revoked, and no proof of identity is asked for', async () => {
    const here = await world()
    const [admin, owner] = [await here.person(['ADMIN']), await here.person()]
    const [old, young] = [await here.token(owner, 'old'), await here.token(owner, 'young')]
    const instant = here.time.now - 10 * DAY
    await change(here, old.cid, { created_at: instant - 1 })
    await change(here, young.cid, { created_at: instant })
    const body = { ownerId: owner.id, madeBefore: new Date(instant).toISOString() }
    here.time.now += 3_600_000
    const done = await here.request({
      method: 'POST',
      url: `${url}/revoke`,
      as: admin.session,
      body: { ...body, expectedCount: 1 },
    })
    here.time.now -= 3_600_000
    assert.deepEqual(done.body, { tokens: 1, keys: 0, dryRun: false })
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: old })).status, 401)
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: young })).status, 200)
  })

  test('are not revoked where nothing says which, or of nobody', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const ask = (body: object) => here.request({ method: 'POST', url: `${url}/revoke`, as: admin.session, body })
    assert.deepEqual([(await ask({ dryRun: true })).status, (await ask({ dryRun: true })).body.field], [400, 'ownerId'])
    assert.equal((await ask({ ownerId: 'usnobody', dryRun: true })).status, 404)
    const wrong = await ask({ madeBefore: 'soon', dryRun: true })
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'madeBefore'])
  })

  test('in their thousands are revoked while others are answered in between', async () => {
    const here = await world()
    const [admin, owner] = [await here.person(['ADMIN']), await here.person()]
    await manyTokens(here, owner.id, 3000)
    let isOver = false
    const revoking = here
      .request({
        method: 'POST',
        url: `${url}/revoke`,
        as: admin.session,
        body: { ownerId: owner.id, expectedCount: 3000 },
      })
      .finally(() => {
        isOver = true
      })
    let served = 0
    while (!isOver) {
      assert.equal((await here.request({ url: '/api/v1/auth/token', as: owner.session })).status, 200)
      const made = await here.request({
        method: 'POST',
        url: '/api/v1/auth/token',
        as: admin.session,
        body: { name: 'in between' },
      })
      assert.equal(made.status, 201)
      if (!isOver) served++
    }
    assert.deepEqual((await revoking).body, { tokens: 3000, keys: 0, dryRun: false })
    assert.ok(served >= 3, `${served} others were answered`)
  })
})
