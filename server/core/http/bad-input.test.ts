/** What strangers and broken clients send: each gets a clear answer that names the thing, and nothing is lost. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase } from '../../testing/world.ts'

const tokens = '/api/v1/auth/token'
const yaml = { 'content-type': 'application/openapi;charset=UTF-8' }

eachDatabase('bad input', world => {
  const asked = async (body: unknown) => {
    const { person, request } = await world()
    const { session } = await person(['ADMIN'])
    return request({ method: 'POST', url: tokens, as: session, body })
  }

  test('malformed JSON is named as the body’s fault', async () => {
    const { status, body } = await asked('{"name": ')
    assert.equal(status, 400)
    assert.equal(body.field, 'body')
    assert.match(body.details, /^The body isn't valid JSON/)
  })

  test('a missing, empty, overlong or controlling name is named', async () => {
    for (const [body, details] of [
      [{}, /^name: is required\.$/],
      [{ name: '' }, /^name: must not be empty/],
      [{ name: '   ' }, /^name: must not be empty/],
      [{ name: 'x'.repeat(10_000) }, /^name: must have 120 characters or fewer/],
      [{ name: 'a\u0000b' }, /^name: has the invisible character U\+0000 at position 2\./],
      [{ name: 'a\nb' }, /^name: has the invisible character U\+000A at position 2\./],
      [{ name: 7 }, /^name: must be string/],
      [{ name: 'x', description: { deep: true } }, /^description: matches none of the formats/],
      [[1, 2], /^body: must be object/],
      [null, /^body: must be object/],
    ] as const) {
      const answer = await asked(body)
      assert.equal(answer.status, 400, JSON.stringify(body).slice(0, 80))
      assert.match(answer.body.details, details)
      assert.doesNotMatch(answer.body.details, /[[\]]/)
    }
  })

  test('a NUL anywhere in a body, and a list of nothing in a query, are no fault of ours', async () => {
    const { person, request } = await world()
    const { session: as } = await person(['ADMIN'])
    const roles = [{ type: 'CUSTOM', tag: 'a\u0000b' }]
    const made = await request({ method: 'POST', url: '/api/v1/auth/key', as, body: { name: 'x', roles } })
    assert.deepEqual([made.status, made.body.field], [400, 'roles'])
    const { status, body } = await request({ url: '/api/v1/users/roles?email=%20,%0A', as })
    assert.equal(status, 200)
    assert.ok(body.total > 0)
  })

  test('bad days, zones and instants are named', async () => {
    for (const [body, field] of [
      [{ expirationDate: '2027-02-30', timeZone: 'UTC' }, 'expirationDate'],
      [{ expirationDate: '2027-02-20' }, 'timeZone'],
      [{ expirationDate: '2027-02-20', timeZone: 'Mars/Base' }, 'timeZone'],
      [{ expirationDate: 'tomorrow' }, 'expirationDate'],
      [{ expirationDate: '2020-01-01', timeZone: 'UTC' }, 'expirationDate'],
    ] as const) {
      const answer = await asked({ name: 'x', ...body })
      assert.equal(answer.status, 400)
      assert.equal(answer.body.field, field)
    }
  })

  test('a body over 2 MB and one nested a hundred thousand deep are refused', async () => {
    const { person, request } = await world()
    const { session } = await person(['ADMIN'])
    const large = await request({
      method: 'POST',
      url: tokens,
      as: session,
      body: JSON.stringify({ name: 'x', description: 'y'.repeat(2_200_000) }),
    })
    assert.equal(large.status, 413)
    assert.equal(large.body.details, 'A body can have up to 2 MB.')
    const deep = await request({
      method: 'POST',
      url: tokens,
      as: session,
      body: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    })
    assert.equal(deep.status, 400)
  })

  test('an alias bomb and a deep descriptor are refused', async () => {
    const { person, request } = await world()
    const { session } = await person(['ADMIN'])
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
    ].join('\n')
    for (const body of [
      bomb,
      `info: ${'['.repeat(50_000)}`,
      `info:\n${Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
    ]) {
      const answer = await request({ method: 'POST', url: '/api/v1/open-api', as: session, headers: yaml, body })
      assert.equal(answer.status, 400)
      assert.equal(answer.body.ok, false)
      assert.ok(answer.body.violations.length > 0)
    }
  })

  test('paths with encoded control characters, overlong ones and broken escapes are refused without harm', async () => {
    const { person, request } = await world()
    const { session } = await person(['ADMIN'])
    for (const [url, status] of [
      ['/api/v1/catalog/%00', 400],
      ['/api/v1/catalog/a%0ab', 400],
      [`/api/v1/catalog/${'x'.repeat(5000)}`, 400],
      ['/api/v1/catalog/%zz', 400],
      ['/api/v1/catalog/..%2f..%2fetc', 404],
      ['/api/v1/catalog?page=-1', 400],
      ['/api/v1/catalog?page=1e9', 400],
      ['/api/v1/catalog?pageSize=1001', 400],
      ['/api/v1/catalog?query=%00a', 400],
      ['/api/v1/catalog?groups=%00', 400],
      ['/api/v1/catalog?page=999999', 200],
    ] as const)
      assert.equal((await request({ url, as: session })).status, status, url.slice(0, 60))
  })

  test('two edits of the same version: the second is refused with the reason', async () => {
    const { person, token, request } = await world()
    const owner = await person()
    const { cid } = await token(owner)
    const edit = (name: string) =>
      request({
        method: 'PUT',
        url: `${tokens}/${cid}`,
        as: owner.session,
        body: { name },
        headers: { 'if-match': '"1"' },
      })
    const answers = await Promise.all([edit('one'), edit('two')])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
    assert.equal(
      (
        await request({
          method: 'PUT',
          url: `${tokens}/${cid}`,
          as: owner.session,
          body: { name: 'x' },
          headers: { 'if-match': 'latest' },
        })
      ).status,
      400,
    )
  })

  test('no bytes in the Authorization header make anything but 401', async () => {
    const { request } = await world()
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 200 }).filter(text => /^[\x20-\x7e]*$/.test(text)),
        async text => {
          assert.equal((await request({ url: '/api/v1/catalog', headers: { authorization: text } })).status, 401)
          assert.equal(
            (await request({ url: '/api/v1/catalog', headers: { authorization: `Bearer ${text}` } })).status,
            401,
          )
        },
      ),
      { numRuns: rounds({ short: 15, long: 50 }) },
    )
  })
})
