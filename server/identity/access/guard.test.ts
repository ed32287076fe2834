import assert from 'node:assert/strict'
import { newSecret } from '../../core/secrets/secret.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const url = '/api/v1/catalog'
const statuses = async (calls: readonly (() => Promise<{ status: number }>)[]) => {
  const seen: number[] = []
  for (const call of calls) seen.push((await call()).status)
  return seen
}

eachDatabase(
  'limits of a bearer',
  world => {
    const unknown = (here: World) => () => here.request({ url, as: { bearer: newSecret('personal') } })
    const garbage = (here: World) => () => here.request({ url, as: { bearer: 'nonsense' } })

    test('each credential has its own minute, and the answer says when the next call may come', async () => {
      const here = await world()
      const owner = await here.person(['VIEWER'])
      const [one, other] = [await here.token(owner), await here.token(owner)]
      const call = () => here.request({ url, as: one })
      assert.deepEqual(await statuses([call, call, call, call]), [200, 200, 200, 429])
      const { headers, body } = await call()
      assert.match(String(headers['content-type']), /^application\/problem\+json/)
      assert.equal(headers['retry-after'], '60')
      assert.deepEqual([body.status, body.title], [429, 'Too Many Requests'])
      assert.equal((await here.request({ url, as: other })).status, 200)
      here.time.now += 3 * 60 * 60_000
      assert.equal((await call()).status, 200)
    })

    test('unknown secrets are limited per address, and a good token from there goes on', async () => {
      const here = await world()
      here.time.now += 3 * 60 * 60_000
      const good = await here.token(await here.person(['VIEWER']))
      assert.deepEqual(
        await statuses([unknown(here), garbage(here), unknown(here), garbage(here)]),
        [401, 401, 429, 429],
      )
      assert.equal((await here.request({ url, as: good })).status, 200)
    })

    test('a refusal beyond the limit comes late, so that a flood holds itself up', async () => {
      const here = await world()
      here.time.now += 3 * 60 * 60_000
      await statuses([unknown(here), unknown(here)])
      const start = performance.now()
      assert.equal((await unknown(here)()).status, 429)
      assert.ok(performance.now() - start >= 150)
    })

    test('a revoked or an expired token is no guess, however often it comes', async () => {
      const here = await world()
      here.time.now += 3 * 60 * 60_000
      const owner = await here.person(['VIEWER'])
      const dead = await here.token(owner)
      await here.request({ method: 'DELETE', url: `/api/v1/auth/token/${dead.cid}`, as: owner.session })
      const call = () => here.request({ url, as: dead })
      assert.deepEqual(await statuses([call, call, call, call, unknown(here)]), [401, 401, 401, 401, 401])
    })

    test('a mass expiry locks no office out: expired tokens get the reason, and active ones and sign-ins from there go on', async () => {
      const here = await world()
      here.time.now += 60 * 60_000
      const start = here.time.now
      const owner = await here.person(['VIEWER'])
      const good = await here.token(owner)
      const dead = []
      for (let i = 0; i < 30; i++) {
        const expirationDate = new Date(start + 1000).toISOString()
        const body = { name: `job ${i}`, expirationDate }
        const session = await here.signIn(owner.id)
        dead.push((await here.request({ method: 'POST', url: '/api/v1/auth/token', as: session, body })).body.token)
      }
      here.time.now = start + 1000
      for (let round = 0; round < 5; round++)
        for (const bearer of dead) {
          const refused = await here.request({ url, as: { bearer } })
          assert.match(refused.body.details, /^This token expired on /)
        }
      assert.equal((await here.request({ url, as: good })).status, 200)
      const body = { email: owner.email, password: 'not this one' }
      const signIn = await here.request({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        body,
        headers: { 'sec-fetch-site': 'same-origin' },
      })
      assert.equal(signIn.status, 401, 'judged by the password, not held up')
    })
  },
  { PORTICO_RATE_LIMIT: '3', PORTICO_GUESS_LIMIT: '2' },
)
