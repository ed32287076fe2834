import assert from 'node:assert/strict'
import { before } from 'node:test'
import { eachDatabase, type TestPerson, test, type World } from '../../testing/world.ts'

const url = '/api/v1/auth/token'
const HOUR = 3_600_000
const DAY = 24 * HOUR

eachDatabase('lists of tokens', world => {
  let here: World
  before(async () => {
    here = await world()
  })

  const set = (cid: string, columns: object) =>
    here.database.transaction(db => db.updateTable('credentials').set(columns).where('cid', '=', cid).execute())

  const refuse = (cid: string, at: number) =>
    here.database.transaction(db =>
      db
        .insertInto('token_uses')
        .values({
          id: `${cid}-${at}`,
          cid,
          day: at - (at % DAY),
          method: 'GET',
          route: '/x',
          status: 401,
          reason: 'revoked',
          address: '10.0.0.1',
          client: 'curl',
          last4: 'abcd',
          count: 1,
          first_at: at,
          last_at: at,
        })
        .execute(),
    )

  const namesOf = async ({ session }: TestPerson, query: string, from = url) => {
    const { status, body } = await here.request({ url: `${from}?${query}`, as: session })
    assert.equal(status, 200, query)
    return body.tokens.map(({ name }: { name: string }) => name)
  }

  /** One token for each card, and one that needs nothing. */
  const needing = async (owner: TestPerson) => {
    const { now } = here.time
    const make = async (name: string, columns: object = {}) => {
      const { cid } = await here.token(owner, name)
      if (Object.keys(columns).length > 0) await set(cid, columns)
      return cid
    }
    await make('calm')
    await make('soon', { expires_at: now + 13 * DAY, time_zone: 'UTC' })
    await make('later', { expires_at: now + 15 * DAY, time_zone: 'UTC' })
    await make('forgotten', { created_at: now - 91 * DAY })
    await refuse(await make('refused'), now - 2 * HOUR)
    await refuse(await make('refused before'), now - 2 * DAY)
    await refuse(await make('ended', { ended_at: now, ended_by: 'OWNER' }), now - HOUR)
    const rotating = await make('rotating')
    const rotated = await here.request({
      method: 'POST',
      url: `${url}/${rotating}/rotate`,
      as: owner.session,
      body: { overlapHours: 24 },
    })
    assert.equal(rotated.status, 201)
  }

  test('each card shows the tokens that it counts, and everybody’s cards those of all people', async () => {
    const owner = await here.person(['USER'], 'Card owner')
    const admin = await here.person(['ADMIN'])
    await needing(owner)
    const cards = { expiring: ['soon'], unused: ['forgotten'], refused: ['ended', 'refused'], rotating: ['rotating'] }
    const counts = (await here.request({ url: `${url}/counts`, as: owner.session })).body
    const all = (await here.request({ url: '/api/v1/personal-tokens/counts', as: admin.session })).body
    for (const [card, names] of Object.entries(cards)) {
      assert.deepEqual((await namesOf(owner, `attention=${card}`)).toSorted(), names, card)
      assert.equal(counts[card], names.length, card)
      const ofAll = await namesOf(admin, `attention=${card}&owner=${owner.email}`, '/api/v1/personal-tokens')
      assert.deepEqual(ofAll.toSorted(), names, card)
      assert.ok(all[card] >= names.length)
    }
    assert.deepEqual(await namesOf(owner, 'attention=refused&state=active'), ['refused'])
    const none = (await here.request({ url: `${url}/counts`, as: (await here.person()).session })).body
    assert.deepEqual(none, { expiring: 0, unused: 0, refused: 0, rotating: 0 })
  })

  test('a list is sorted and searched as asked, page after page', async () => {
    const owner = await here.person()
    const { now } = here.time
    const times = { Beta: [3, 9], alpha: [1, null], gamma: [2, 5] } as const
    for (const [name, [made, ends]] of Object.entries(times)) {
      const { cid } = await here.token(owner, name)
      const expires_at = ends === null ? null : now + ends * DAY
      await set(cid, { created_at: now - made * DAY, expires_at, description: `the ${made}th of them` })
      if (name === 'gamma')
        await here.database.transaction(db =>
          db
            .insertInto('credential_uses')
            .values({ cid, last_used_at: now, last_used_address: '10.0.0.1', last_used_client: 'curl' })
            .execute(),
        )
    }
    assert.deepEqual(await namesOf(owner, ''), ['alpha', 'gamma', 'Beta'])
    assert.deepEqual(await namesOf(owner, 'sort=created&order=asc'), ['Beta', 'gamma', 'alpha'])
    assert.deepEqual(await namesOf(owner, 'sort=name'), ['alpha', 'Beta', 'gamma'])
    assert.deepEqual(await namesOf(owner, 'sort=name&order=desc&pageSize=2&page=1'), ['alpha'])
    assert.deepEqual(await namesOf(owner, 'sort=expires'), ['gamma', 'Beta', 'alpha'])
    assert.equal((await namesOf(owner, 'sort=lastUsed'))[0], 'gamma')
    assert.deepEqual(await namesOf(owner, 'query=2th'), ['gamma'])
    assert.equal((await here.request({ url: `${url}?sort=secret`, as: owner.session })).status, 400)
  })

  test('a row has the calls of its last 30 days, today last, where they are asked for', async () => {
    const owner = await here.person()
    const { cid } = await here.token(owner, 'busy')
    await here.token(owner, 'idle')
    const today = here.time.now - (here.time.now % DAY)
    const hours = [
      { hour: today, calls: 3, refused: 1 },
      { hour: today - 29 * DAY + 5 * HOUR, calls: 2, refused: 0 },
      { hour: today - 29 * DAY + 6 * HOUR, calls: 5, refused: 2 },
      { hour: today - 30 * DAY, calls: 100, refused: 100 },
    ].map(row => ({ ...row, cid }))
    await here.database.transaction(db => db.insertInto('token_hours').values(hours).execute())
    const { body } = await here.request({ url: `${url}?includeRecent=true&sort=name`, as: owner.session })
    const [busy, idle] = body.tokens.map(({ recent }: { recent: unknown }) => recent)
    assert.deepEqual([busy.calls.length, busy.calls[0], busy.calls[29], busy.refused], [30, 7, 3, 3])
    assert.deepEqual(idle, { calls: new Array(30).fill(0), refused: 0 })
    const without = await here.request({ url, as: owner.session })
    assert.equal(without.body.tokens[0].recent, undefined)
  })

  test('several tokens end at once, with the keys they made, or none where one is another person’s', async () => {
    const [owner, other] = [await here.person(['ADMIN']), await here.person()]
    const made = [await here.token(owner, 'one'), await here.token(owner, 'two'), await here.token(owner, 'three')]
    const [one, two, three] = made
    const theirs = await here.token(other, 'theirs')
    assert.ok(one && two && three)
    const key = { name: 'made', roles: [{ type: 'DEFAULT', role: 'READ_ONLY' }] }
    const create = { method: 'POST', url: '/api/v1/auth/key', as: { bearer: one.bearer }, body: key } as const
    assert.equal((await here.request(create)).status, 200)
    const revoke = (cids: readonly string[], as = owner.session) =>
      here.request({ method: 'POST', url: `${url}/revoke-chosen`, as, body: { cids } })
    const works = async ({ bearer }: { bearer: string }) =>
      (await here.request({ url: `${url}/self`, as: { bearer } })).status === 200
    const refused = await revoke([theirs.cid, 'pt0000000000000000'], other.session)
    assert.equal(refused.status, 404)
    assert.match(refused.body.details, /pt0000000000000000/)
    assert.ok(await works(theirs))
    assert.equal((await revoke([one.cid], other.session)).status, 404)
    assert.ok(await works(one))
    assert.deepEqual((await revoke([one.cid, two.cid, one.cid])).body, { tokens: 2, keys: 1 })
    assert.deepEqual([await works(one), await works(two), await works(three)], [false, false, true])
    assert.deepEqual((await revoke([one.cid, theirs.cid])).body, { tokens: 1, keys: 0 })
    assert.equal(await works(theirs), false)
    assert.deepEqual((await revoke([one.cid])).body, { tokens: 0, keys: 0 })
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select(['object_identifier', 'object_type'])
      .where('action', '=', 'DELETE')
      .where('actor_email', '=', owner.email)
      .execute()
    assert.deepEqual(rows.map(({ object_type }) => object_type).toSorted(), [
      'API_KEY',
      'PERSONAL_TOKEN',
      'PERSONAL_TOKEN',
      'PERSONAL_TOKEN',
    ])
    const [ended] = (await here.request({ url: `${url}?state=ended`, as: other.session })).body.tokens
    assert.equal(ended.ended.by, 'ADMINISTRATOR')
    assert.equal((await revoke([])).status, 400)
  })
})
