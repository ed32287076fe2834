import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { networkOf, normalAddress } from './addresses.ts'

test('an address has one form, however it is written', () => {
  const forms: Record<string, readonly string[]> = {
    '203.0.113.9': [
      '203.0.113.9:52814',
      ' 203.0.113.9 ',
      '"203.0.113.9:1"',
      '::ffff:203.0.113.9',
      '[::ffff:cb00:7109]:443',
    ],
    '2001:db8::1': ['2001:DB8:0:0::1', '[2001:db8::1]:443', '[2001:db8::1]', '"[2001:db8::1]:443"', '2001:db8::1%eth0'],
    unknown: [
      '',
      'unknown',
      '_hidden',
      'garbage',
      '1.2.3.4.5',
      '[::1',
      'x'.repeat(10_000),
      '203.0.113.9:port',
      ':::::',
    ],
  }
  for (const [form, texts] of Object.entries(forms)) {
    assert.equal(normalAddress(form), form)
    for (const text of texts) assert.equal(normalAddress(text), form, text)
  }
})

test('an IPv6 address counts by its /64', () => {
  assert.equal(networkOf('2001:db8:0:1::1'), networkOf('2001:db8::1:ffff:2:3:4'))
  assert.notEqual(networkOf('2001:db8:0:1::1'), networkOf('2001:db8:0:2::1'))
  assert.equal(networkOf('::ffff:10.0.0.1'), '10.0.0.1')
})

const PROXY = '10.9.9.9'

eachDatabase(
  'behind a proxy that writes address:port',
  world => {
    const through = (forwarded: string) => ({ from: PROXY, headers: { 'x-forwarded-for': forwarded } })

    test('guesses are counted by the address', async () => {
      const { request } = await world()
      const as = { bearer: 'guess' }
      const statuses = []
      for (let port = 1; port <= 7; port++)
        statuses.push((await request({ url: '/api/v1/catalog', as, ...through(`203.0.113.7:${port}`) })).status)
      assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429])
    })

    test('ranges match, a chain is followed, and what a client wrote itself is not believed', async () => {
      const { request, person } = await world()
      const owner = await person()
      const limits = { addressRanges: ['203.0.113.0/24'], withoutMyAddress: true }
      const made = await request({
        method: 'POST',
        url: '/api/v1/auth/token',
        as: owner.session,
        body: { name: 'ranged', limits },
      })
      const ask = async (forwarded: string) =>
        (await request({ url: '/api/v1/auth/token/self', as: { bearer: made.body.token }, ...through(forwarded) }))
          .status
      assert.equal(await ask('203.0.113.9:52814'), 200)
      assert.equal(await ask(`203.0.113.9:52814, ${PROXY}:80`), 200)
      assert.equal(await ask('[::ffff:203.0.113.9]:1'), 200)
      assert.equal(await ask('198.51.100.1:1'), 403)
      assert.equal(await ask('203.0.113.9, 198.51.100.1:1'), 403)
      assert.equal(await ask('garbage'), 403)
    })

    test('another port is no other place', async () => {
      const { request, person, token, app, database } = await world()
      const { cid, bearer } = await token(await person())
      for (let port = 1; port <= 3; port++)
        await request({ url: '/api/v1/auth/token/self', as: { bearer }, ...through(`203.0.113.77:${port}`) })
      await app.flush()
      const places = await database.db.selectFrom('token_places').select('place').where('cid', '=', cid).execute()
      assert.deepEqual(places.map(({ place }) => place).sort(), ['203.0.113.0/24', 'test'])
    })
  },
  { PORTICO_TRUST_PROXY: PROXY, PORTICO_GUESS_LIMIT: '5' },
)
