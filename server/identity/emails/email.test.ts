import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { auditOf, GOOD_PASSWORD, personWithPassword, signInAs } from '../sign-in/testing.ts'
import { comparableEmail, isSameEmail } from './comparable.ts'
import { fillReadsAs, readsAs } from './reads-as.ts'

const url = '/api/v1/users'
const FULL_WIDTH = '\uff41da.wide@example.com' // ａ
const COMPOSED = 'ren\u00e9e@example.com'
const DECOMPOSED = 'rene\u0301e@example.com'
const CYRILLIC = 'v\u0435r\u0430.m@example.com'

test('emails are compared in one form', () => {
  assert.equal(comparableEmail(' Ada.WIDE@Example.com '), 'ada.wide@example.com')
  assert.ok(isSameEmail(FULL_WIDTH, 'Ada.Wide@example.com'))
  assert.ok(isSameEmail(COMPOSED, DECOMPOSED.toUpperCase()))
  assert.ok(!isSameEmail(CYRILLIC, 'vera.m@example.com'))
  assert.equal(comparableEmail(comparableEmail('\u0130@example.com')), comparableEmail('\u0130@example.com'))
})

test('an email reads as the ASCII that people take it for', () => {
  assert.equal(readsAs('Ada-1@example.com'), 'ada-1@example.com')
  for (const email of [
    CYRILLIC,
    'v\u0435ra.m@ex\u0430mple.com',
    'ver\u03b1.m@example.\u0441om',
    've\u200bra.m@example.com',
    '\uff56era.m@example.com',
  ])
    assert.equal(readsAs(email), 'vera.m@example.com', email)
  for (const [one, other] of [
    ['tom1@example.com', 'toml@example.com'],
    ['rene@example.com', COMPOSED],
    ['mar\u00eda@example.com', 'maria@example.com'],
  ] as const)
    assert.notEqual(readsAs(one), readsAs(other))
})

eachDatabase('emails', open => {
  const invite = async ({ request, person }: World, email: string) =>
    request({
      method: 'POST',
      url,
      as: (await person(['ADMIN'])).session,
      body: { email, name: 'Invited', roles: [{ type: 'BASIC', role: 'USER' }] },
    })

  const store = async ({ database }: World, id: string, email: string) =>
    database.transaction(db => db.updateTable('users').set({ email, reads_as: null }).where('id', '=', id).execute())

  const person = async (world: World, email: string) => {
    const made = await personWithPassword(world)
    await store(world, made.id, email)
    return made
  }

  test('the same email in another form of Unicode is taken, and stored in one form', async () => {
    const world = await open()
    assert.equal((await invite(world, COMPOSED)).body.user.email, COMPOSED)
    for (const email of [DECOMPOSED, DECOMPOSED.toUpperCase(), '\uff52en\u00e9e@example.com']) {
      const { status, body } = await invite(world, email)
      assert.deepEqual(
        [status, body.details],
        [409, 'email: another person already has this email. Find them in Members.'],
      )
    }
  })

  test('an email whose one form is none, or that hides something, is refused', async () => {
    const world = await open()
    for (const email of [
      'a\uff20b@example.com',
      'x\uff1b@example.com',
      'ad\u200ba@example.com',
      '\u202eada@example.com',
    ]) {
      const { status, body } = await invite(world, email)
      assert.deepEqual([status, body.field], [400, 'email'], JSON.stringify(email))
    }
    assert.match((await invite(world, 'ad\u200ba@example.com')).body.details, /U\+200B at position 3/)
  })

  test('people sign in with any form of their email, also one stored before', async () => {
    const world = await open()
    const older = await person(world, '\uff41nna@example.com')
    for (const email of ['\uff41nna@example.com', '\uff21NNA@example.com'])
      assert.equal((await signInAs(world, email, GOOD_PASSWORD)).body.id, older.id, email)
    await fillReadsAs(world.database)
    assert.equal((await signInAs(world, 'anna@example.com', GOOD_PASSWORD)).body.id, older.id)
    const newer = await person(world, 'anna@example.com')
    assert.equal((await signInAs(world, 'Anna@example.com', GOOD_PASSWORD)).body.id, newer.id)
    assert.equal((await signInAs(world, '\uff41nna@example.com', GOOD_PASSWORD)).body.id, older.id)
  })

  test('a second email that reads the same is refused, and nothing is stored', async () => {
    const world = await open()
    assert.equal((await invite(world, 'vera.m@example.com')).status, 201)
    const { status, body } = await invite(world, CYRILLIC)
    assert.deepEqual(
      [status, body.field, body.details],
      [
        409,
        'email',
        'email: this email looks the same as vera.m@example.com, which another person has. Use an email that people can tell apart.',
      ],
    )
    assert.equal((await auditOf(world, CYRILLIC)).filter(({ outcome }) => outcome === 'DONE').length, 0)
    assert.equal((await signInAs(world, CYRILLIC, GOOD_PASSWORD)).status, 401)
  })

  test('of two that read the same and come at the same time, one gets in', async () => {
    const world = await open()
    for (const [one, other] of [
      ['hugo@example.com', 'hug\u043e@example.com'],
      ['\u0441iro@example.com', 'cir\u043e@example.com'],
      ['ren\u00e9@example.com', 'rene\u0301@example.com'],
    ] as const) {
      const made = await Promise.all([invite(world, one), invite(world, other)])
      assert.deepEqual(made.map(({ status }) => status).toSorted(), [201, 409])
    }
  })

  test('people of before are compared too, whichever of the two is in ASCII', async () => {
    const world = await open()
    await person(world, 'igor@example.com')
    assert.equal((await invite(world, '\u0456g\u043er@example.com')).status, 409)
    await person(world, '\u043elga@example.com')
    assert.ok((await fillReadsAs(world.database)) > 0)
    assert.equal(await fillReadsAs(world.database), 0)
    assert.equal((await invite(world, 'olga@example.com')).status, 409)
  })

  test('two that read the same already stay and are changed like others', async () => {
    const world = await open()
    const admin = await world.person(['ADMIN'])
    const [one, other] = [await person(world, 'nora@example.com'), await person(world, 'n\u043era@example.com')]
    await fillReadsAs(world.database)
    for (const { id, email } of [
      { ...one, email: 'nora@example.com' },
      { ...other, email: 'n\u043era@example.com' },
    ]) {
      assert.equal((await signInAs(world, email, GOOD_PASSWORD)).body.id, id)
      const body = { roles: [{ type: 'BASIC', role: 'MANAGER' }] }
      const changed = await world.request({ method: 'PATCH', url: `${url}/${id}`, as: admin.session, body })
      assert.deepEqual([changed.status, changed.body.email], [200, email])
    }
  })

  test('lists that name emails find every form', async () => {
    const world = await open()
    const admin = await world.person(['ADMIN'])
    assert.equal((await invite(world, 'zo\u00eb@example.com')).status, 201)
    const asked = encodeURIComponent('ZOE\u0308@example.com')
    const { body } = await world.request({ url: `${url}/roles?email=${asked}`, as: admin.session })
    assert.deepEqual(
      body.users.map(({ email }: { email: string }) => email),
      ['zo\u00eb@example.com'],
    )
  })
})
