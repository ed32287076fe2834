import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld, eachDatabase, type World } from '../../testing/world.ts'
import { sayInstant } from '../credentials/expiry.ts'

const url = '/api/v1/auth/token'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

type Owner = { session: { cookie: string } }

/** A token of a new person, and what its owner does with it. */
const rotating = async (here: World, more: object = {}) => {
  const { request, time } = here
  time.now = Date.UTC(2027, 0, 15, 12)
  const owner: Owner = await here.person(['USER'])
  const ask = (method: 'POST' | 'DELETE' | 'GET', path: string, body?: object) =>
    request({ method, url: `${url}/${path}`, as: owner.session, ...(body ? { body } : {}) })
  const created = await ask('POST', '', {
    name: 'fleet',
    expirationDate: '2027-12-31',
    timeZone: 'Europe/Berlin',
    ...more,
  })
  const { cid, token: first } = created.body
  const works = async (bearer: string) => (await request({ url: `${url}/self`, as: { bearer } })).status
  const rotate = async (body: object = {}) => {
    const { status, body: answer } = await ask('POST', `${cid}/rotate`, body)
    assert.equal(status, 201, answer.details)
    return answer
  }
  return { ...here, owner, cid, first, works, rotate, ask }
}

eachDatabase('rotating a token', world => {
  test('gives a second secret of the same token: both work, and name, identifier, limits and expiry stay', async () => {
    const { first, works, rotate, cid } = await rotating(await world(), { limits: { readOnly: true } })
    const rotated = await rotate()
    assert.deepEqual(
      [rotated.cid, rotated.name, rotated.expirationDate, rotated.limits.readOnly],
      [cid, 'fleet', '2027-12-31T23:00:00.000Z', true],
    )
    assert.notEqual(rotated.token, first)
    assert.deepEqual([await works(first), await works(rotated.token)], [200, 200])
  })

  test('the old secret ends an hour after the first use of the new one, which may come long before the deadline', async () => {
    const { first, works, rotate, time, request } = await rotating(await world())
    const { token } = await rotate()
    time.now += 20 * HOUR
    assert.deepEqual([await works(first), await works(token)], [200, 200])
    time.now += HOUR - 1
    assert.equal(await works(first), 200)
    time.now += 1
    const refused = await request({ url: `${url}/self`, as: { bearer: first } })
    assert.equal(refused.status, 401)
    assert.equal(refused.body.details, 'This token was rotated. Use its new secret.')
    assert.equal(await works(token), 200)
  })

  test('the old secret ends at the deadline though the new one was never used', async () => {
    const { first, works, rotate, time } = await rotating(await world())
    const { token } = await rotate({ overlapHours: 1, minutesAfterFirstUse: null })
    time.now += HOUR - 1
    assert.equal(await works(first), 200)
    time.now += 1
    assert.deepEqual([await works(first), await works(token)], [401, 200])
  })

  test('with no minutes after the first use the old secret ends with that very call', async () => {
    const { first, works, rotate } = await rotating(await world())
    const { token } = await rotate({ minutesAfterFirstUse: 0 })
    assert.deepEqual([await works(first), await works(token), await works(first)], [200, 200, 401])
  })

  test('with the minutes off only the deadline counts', async () => {
    const { first, works, rotate, time } = await rotating(await world())
    const { token } = await rotate({ minutesAfterFirstUse: null })
    assert.equal(await works(token), 200)
    time.now += 24 * HOUR - 1
    assert.equal(await works(first), 200)
    time.now += 1
    assert.equal(await works(first), 401)
  })

  test('without any overlap the old secret ends at once', async () => {
    const { first, works, rotate } = await rotating(await world())
    const { token, rotation } = await rotate({ overlapHours: 0 })
    assert.equal(rotation, null)
    assert.deepEqual([await works(first), await works(token)], [401, 200])
  })

  test('until the new secret is used it can be repeated: the lost one is dead, the old one works on', async () => {
    const { first, works, rotate } = await rotating(await world())
    const lost = await rotate()
    const again = await rotate()
    assert.deepEqual([await works(lost.token), await works(first), await works(again.token)], [401, 200, 200])
  })

  test('a lost answer locks nobody out even without overlap', async () => {
    const { rotate, works } = await rotating(await world())
    await rotate({ overlapHours: 0 })
    const again = await rotate({ overlapHours: 24 })
    assert.equal(again.rotation, null)
    assert.equal(await works(again.token), 200)
  })

  test('until the new secret is used it can be undone, and not after', async () => {
    const { first, works, rotate, ask, cid, time } = await rotating(await world())
    const { token } = await rotate()
    const undone = await ask('DELETE', `${cid}/rotation`)
    assert.equal(undone.status, 200)
    assert.deepEqual([undone.body.last4, undone.body.rotation], [first.slice(-4), null])
    time.now += 48 * HOUR
    assert.deepEqual([await works(token), await works(first)], [401, 200])
    time.now -= 48 * HOUR
    const used = await rotate()
    await works(used.token)
    const late = await ask('DELETE', `${cid}/rotation`)
    assert.equal(late.status, 409)
    assert.match(
      late.body.details,
      /^The new secret was used on January 15, 2027 at 12:00 UTC, so the rotation can't be undone\.$/,
    )
  })

  test('a rotation that is under way can be finished early, and comes before the next one', async () => {
    const { first, works, rotate, ask, cid } = await rotating(await world())
    const { token } = await rotate()
    await works(token)
    const tooEarly = await ask('POST', `${cid}/rotate`, {})
    assert.equal(tooEarly.status, 409)
    assert.match(
      tooEarly.body.details,
      /^The previous secret \(it ends in \w{4}\) works until .* Wait until then, or end the previous secret now\.$/,
    )
    assert.equal((await ask('POST', `${cid}/rotation/finish`)).status, 200)
    assert.deepEqual([await works(first), await works(token)], [401, 200])
    assert.equal((await ask('POST', `${cid}/rotation/finish`)).status, 409)
    assert.equal(await works((await rotate()).token), 200)
  })

  test('two rotations at once leave exactly one new secret and the old one', async () => {
    const { first, works, rotate } = await rotating(await world())
    const answers = await Promise.all([rotate(), rotate()])
    const statuses = await Promise.all(answers.map(({ token }) => works(token)))
    assert.deepEqual(statuses.toSorted(), [200, 401])
    assert.equal(await works(first), 200)
  })

  test('the second of two that began with the same version is refused', async () => {
    const { request, owner, cid, ask } = await rotating(await world())
    const { version } = (await ask('GET', cid)).body
    const rotate = () =>
      request({
        method: 'POST',
        url: `${url}/${cid}/rotate`,
        as: owner.session,
        body: {},
        headers: { 'if-match': `"${version}"` },
      })
    const statuses = (await Promise.all([rotate(), rotate()])).map(({ status }) => status)
    assert.deepEqual(statuses.toSorted(), [201, 409])
  })

  test('both secrets used at once are both let in, and the first use of the new one counts once', async () => {
    const { first, works, rotate, ask, cid, time } = await rotating(await world())
    const { token } = await rotate()
    const began = time.now
    const statuses = await Promise.all([works(token), works(first), works(token), works(first), works(token)])
    assert.deepEqual(statuses, [200, 200, 200, 200, 200])
    time.now += MINUTE
    await works(token)
    const { rotation } = (await ask('GET', cid)).body
    assert.equal(rotation.firstUsed, new Date(began).toISOString())
    assert.equal(rotation.previousWorksUntil, new Date(began + HOUR).toISOString())
  })

  test('each secret shows when, from where and with what it was used last', async () => {
    const { first, rotate, ask, cid, request, app } = await rotating(await world())
    const { token } = await rotate()
    const call = (bearer: string, client: string, from: string) =>
      request({ url: `${url}/self`, as: { bearer }, from, headers: { 'user-agent': client } })
    await call(first, 'curl/7.88.1', '10.0.0.5')
    await call(token, 'terraform/1.9', '10.0.0.6')
    const shown = async () => {
      const { rotation } = (await ask('GET', cid)).body
      return [rotation.previous, rotation.current].map(({ last4, lastUsed }) => [
        last4,
        lastUsed.address,
        lastUsed.client,
      ])
    }
    const expected = [
      [first.slice(-4), '10.0.0.5', 'curl 7.88.1'],
      [token.slice(-4), '10.0.0.6', 'terraform 1.9'],
    ]
    assert.deepEqual(await shown(), expected)
    await app.flush()
    assert.deepEqual(await shown(), expected)
  })

  test('on several servers of one database the first use on one ends the old secret on the others at once', async () => {
    const { first, works, rotate, database, time } = await rotating(await world())
    const other = await createWorld(database)
    other.time.now = time.now
    const worksThere = async (bearer: string) => (await other.request({ url: `${url}/self`, as: { bearer } })).status
    const { token } = await rotate({ minutesAfterFirstUse: 0 })
    assert.deepEqual([await worksThere(first), await worksThere(token)], [200, 200])
    assert.deepEqual([await works(first), await worksThere(first), await works(token)], [401, 401, 200])
  })

  test('a clock that jumps back and forth gives the old secret no more than its deadline', async () => {
    const { first, works, rotate, time } = await rotating(await world())
    const { token } = await rotate({ overlapHours: 2, minutesAfterFirstUse: 60 })
    time.now += 90 * MINUTE
    assert.equal(await works(token), 200)
    time.now -= 80 * MINUTE
    assert.equal(await works(token), 200)
    time.now += 110 * MINUTE
    assert.deepEqual([await works(first), await works(token)], [401, 200])
  })

  test('a token rotates itself where its owner allowed that, and only with its newest secret', async () => {
    const { request, first, works, owner } = await rotating(await world(), {
      rotatesItself: true,
      limits: { readOnly: true },
    })
    const rotateSelf = (bearer: string) =>
      request({ method: 'POST', url: `${url}/self/rotate`, as: { bearer }, body: {} })
    const lost = await rotateSelf(first)
    assert.equal(lost.status, 201)
    const again = await rotateSelf(first)
    assert.equal(again.status, 201)
    const { notices } = (await request({ url: '/api/v1/notices', as: owner.session })).body
    assert.match(notices[0].title, /^Your token “fleet” .*was rotated$/)
    assert.equal(await works(again.body.token), 200)
    const late = await rotateSelf(first)
    assert.equal(late.status, 409)
    assert.equal(
      late.body.details,
      'This secret was replaced by a newer one that is in use. Rotate with the newer one.',
    )
  })

  test('a token whose owner did not allow it cannot rotate itself', async () => {
    const { request, first } = await rotating(await world())
    const refused = await request({ method: 'POST', url: `${url}/self/rotate`, as: { bearer: first }, body: {} })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.details, "This token can't rotate itself: its owner has not allowed it.")
  })

  test('a token that ended, or is another person’s, is not rotated', async () => {
    const { person, request, ask, cid } = await rotating(await world())
    const admin = await person(['ADMIN'])
    const byAdmin = await request({ method: 'POST', url: `${url}/${cid}/rotate`, as: admin.session, body: {} })
    assert.equal(byAdmin.status, 403)
    await ask('DELETE', cid)
    const refused = await ask('POST', `${cid}/rotate`, {})
    assert.equal(refused.status, 409)
    assert.equal(refused.body.details, "This token is revoked or expired and can't be changed. Create a new one.")
  })

  test('revoking a token ends both of its secrets', async () => {
    const { first, works, rotate, ask, cid } = await rotating(await world())
    const { token } = await rotate()
    await ask('DELETE', cid)
    assert.deepEqual([await works(first), await works(token)], [401, 401])
  })

  test('“Report as leaked” ends every secret and every key, and says what was done from where', async () => {
    const { person, request, time } = await world()
    const owner = await person(['ADMIN'])
    const { body } = await request({ method: 'POST', url, as: owner.session, body: { name: 'lost' } })
    const as = { bearer: body.token }
    const role = { type: 'DEFAULT', role: 'USER' }
    const key = await request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as,
      body: { name: 'made', roles: [role] },
      from: '203.0.113.9',
    })
    const told = await request({ method: 'POST', url: `${url}/${body.cid}/leaked`, as: owner.session })
    assert.equal(told.status, 200)
    assert.deepEqual(told.body.endedWith, [{ cid: key.body.cid, name: 'made' }])
    assert.deepEqual(
      told.body.changes.map((change: { objectIdentifier: string }) => change.objectIdentifier),
      [key.body.cid],
    )
    assert.deepEqual(
      told.body.places.map((place: { address: string; count: number }) => [place.address, place.count]),
      [['203.0.113.9', 1]],
    )
    assert.equal(told.body.token.ended.reason, 'LEAKED')
    const refused = await request({ url: `${url}/self`, as })
    assert.equal(
      refused.body.details,
      `This token was revoked on ${sayInstant(time.now, null)} by its owner, because it leaked.`,
    )
    assert.equal((await request({ url: '/api/v1/catalog', as: { bearer: key.body.apiKey } })).status, 401)
  })
})
