/** Instants end with the year 9999, wherever a client sends or reads one. */
import assert from 'node:assert/strict'
import type { TSchema } from 'typebox'
import { LATEST } from '../../core/problems/instant.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const TOKEN = '/api/v1/auth/token'
const LAST = '9999-12-31T23:59:59.999Z'
const FAR = [
  '9999-12-31T23:59:59-12:00',
  '+010000-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-01-01T00:00:00+14:00',
]

const propertiesOf = (schema: TSchema | undefined): Record<string, TSchema> =>
  schema && 'properties' in schema ? { ...Object(schema.properties) } : {}

const ENTITY = 'openapi: 3.0.1\ninfo:\n  title: Seen\n  x-cortex-tag: seen-at-instants\n'

/** Every query parameter of a read that is an instant, by what its description says; what is read of an entity is read of a real one. */
const instantsAsked = async ({ app, person, request }: World) => {
  await request({ method: 'POST', url: '/api/v1/open-api', as: (await person(['USER'])).session, body: ENTITY })
  return app.routes
    .filter(({ operation }) => operation.method === 'GET')
    .flatMap(({ operation }) =>
      Object.entries(propertiesOf(operation.query))
        .filter(([, schema]) => 'description' in schema && /instant|offset/i.test(String(schema.description)))
        .map(([name]) => ({
          path: operation.path.replace('{tagOrId}', 'seen-at-instants').replace(/\{\w+\}/, 'any'),
          name,
        })),
    )
}

eachDatabase('instants', open => {
  test('of a query are taken or refused with the field, however far away', async () => {
    const world = await open()
    const as = (await world.person(['ADMIN'])).session
    const asked = await instantsAsked(world)
    assert.ok(asked.length >= 6, `${asked.length} found`)
    for (const { path, name } of asked)
      for (const text of FAR) {
        const {
          status,
          body,
          text: answer,
        } = await world.request({ url: `${path}?${new URLSearchParams({ [name]: text })}`, as })
        const isOurs = /^\d{4}/.test(text)
        assert.equal(status, isOurs ? 200 : 400, `${path} ${name}=${text}: ${answer}`)
        if (!isOurs) assert.match(body.details, new RegExp(`^${name}: must be an instant`))
      }
  })

  test('of a query are read without an offset too', async () => {
    const world = await open()
    const as = (await world.person(['ADMIN'])).session
    for (const { path, name } of await instantsAsked(world))
      for (const text of ['2024-05-22', '2024-05-22T00:00', '2024-05-22T00:00:00.000', '2024-05-22 00:00:00']) {
        const url = `${path}?${new URLSearchParams({ [name]: text })}`
        assert.equal((await world.request({ url, as })).status, 200, url)
      }
  })

  test('of an expiration end with the year 9999, in any zone', async () => {
    const world = await open()
    const { session: as } = await world.person(['ADMIN'])
    const post = (url: string, body: object) => world.request({ method: 'POST', url, as, body })
    const day = '9999-12-31'
    for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'Etc/GMT+12', 'America/New_York', 'Pacific/Apia']) {
      const computed = await world.request({
        url: `${TOKEN}/expiry?date=${day}&timeZone=${encodeURIComponent(timeZone)}`,
        as,
      })
      assert.ok(computed.body.expirationDate <= LAST, computed.text)
      const made = await post(TOKEN, { name: timeZone, expirationDate: day, timeZone })
      assert.equal(made.status, 201, made.text)
      assert.equal(made.body.lastDay, day)
      assert.equal(made.body.expirationDate, computed.body.expirationDate)
    }
    for (const url of [TOKEN, '/api/v1/auth/key'])
      for (const expirationDate of FAR) {
        const { status, text } = await post(url, {
          name: 'far',
          expirationDate,
          roles: [{ type: 'DEFAULT', role: 'USER' }],
        })
        assert.equal(status < 300, expirationDate.startsWith('9999'), `${url} ${expirationDate}: ${text}`)
        if (status >= 300) assert.equal(status, 400, text)
      }
    for (const url of [`${TOKEN}?state=all`, '/api/v1/personal-tokens', '/api/v1/auth/key'])
      assert.equal((await world.request({ url, as })).status, 200, url)
  })

  test('that are stored beyond the limit are read as the limit', async () => {
    const world = await open()
    const owner = await world.person(['ADMIN'])
    const as = owner.session
    for (const at of [LATEST + 1, 253_402_318_800_000, 9e15]) {
      const { cid, bearer } = await world.token(owner)
      await world.database.transaction(db =>
        db
          .updateTable('credentials')
          .set({ expires_at: at, last_day: '9999-12-31', time_zone: 'America/New_York' })
          .where('cid', '=', cid)
          .execute(),
      )
      assert.equal((await world.request({ url: `${TOKEN}/${cid}`, as })).body.expirationDate, LAST)
      assert.equal((await world.request({ url: `${TOKEN}/self`, as: { bearer } })).body.expirationDate, LAST)
      const listed = (await world.request({ url: `/api/v1/personal-tokens?owner=${owner.email}`, as })).body.tokens
      assert.equal(listed.find((token: { cid: string }) => token.cid === cid).expirationDate, LAST)
      const csv = await world.request({ url: `/api/v1/personal-tokens/csv?owner=${owner.email}`, as })
      assert.ok(csv.text.includes(LAST), csv.text)
      const renamed = await world.request({ method: 'PUT', url: `${TOKEN}/${cid}`, as, body: { name: 'renamed' } })
      assert.equal(renamed.status, 200, renamed.text)
    }
  })

  test('that name an unknown zone are said in UTC', async () => {
    const world = await open()
    const { cid, bearer } = await world.token(await world.person())
    await world.database.transaction(db =>
      db
        .updateTable('credentials')
        .set({ expires_at: 1000, time_zone: 'Atlantis/Center' })
        .where('cid', '=', cid)
        .execute(),
    )
    const { status, body } = await world.request({ url: '/api/v1/catalog', as: { bearer } })
    assert.equal(status, 401)
    assert.match(body.details, /expired on January 1, 1970 at 00:00 UTC/)
  })
})
