import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ConfigError } from '../../config.ts'
import type { Database } from '../../core/db/database.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { createFirstAdmin, renewSetUpLink } from './set-up.ts'
import { auditOf, GOOD_PASSWORD, me, post, secretIn, sessionFrom, signInAs } from './testing.ts'

const ADMIN = { email: 'Ada@Example.com', name: 'Ada', password: GOOD_PASSWORD }
const PUBLIC_URL = 'http://localhost:4000'

const countPeople = async ({ db }: Database) => (await db.selectFrom('users').select('id').execute()).length

const FILLED = ['links', 'role_grants', 'users', 'entities', 'scorecards', 'audit_logs'] as const

const empty = (database: Database) =>
  database.transaction(async db => {
    for (const table of FILLED) await db.deleteFrom(table).execute()
  })

const renew = async ({ database, time }: World) =>
  secretIn((await renewSetUpLink(database, PUBLIC_URL, time.now)) ?? '')

const tests: Record<string, (here: World) => Promise<void>> = {
  'the set-up link makes the first admin, signs them in, and works once': async here => {
    const secret = await renew(here)
    assert.equal((await here.request({ url: '/api/v1/auth/sign-in-options' })).body.setUp, true)
    const check = await post(here, '/api/v1/auth/links/check', { secret })
    assert.deepEqual([check.body.kind, check.body.email], ['SET_UP', null])
    const answer = await post(here, '/api/v1/auth/set-up', { secret, ...ADMIN })
    assert.equal(answer.status, 201)
    const { body } = await me(here, sessionFrom(answer))
    assert.deepEqual(
      [body.email, body.roles.map((role: { role: string }) => role.role)],
      ['ada@example.com', ['ADMIN']],
    )
    assert.equal((await post(here, '/api/v1/auth/set-up', { secret, ...ADMIN, email: 'eve@example.com' })).status, 404)
    assert.equal(await countPeople(here.database), 1)
    assert.equal(await renewSetUpLink(here.database, PUBLIC_URL, here.time.now), undefined)
    assert.equal((await signInAs(here, 'ada@example.com', GOOD_PASSWORD)).status, 200)
    const rows = await auditOf(here, 'ada@example.com')
    assert.deepEqual(
      new Set(rows.map(({ action, object_type }) => `${action} ${object_type}`)),
      new Set(['CREATE SESSION', 'CREATE USER']),
    )
  },

  'a newer set-up link voids the older, and a day ends it': async here => {
    const [old, secret] = [await renew(here), await renew(here)]
    const tryWith = (one: string) => post(here, '/api/v1/auth/set-up', { secret: one, ...ADMIN })
    assert.equal((await tryWith(old)).status, 404)
    here.time.now += 86_400_000
    const late = await tryWith(secret)
    assert.equal(late.status, 404)
    assert.match(late.body.details, /^This link expired on /)
    assert.equal(await countPeople(here.database), 0)
  },

  'of two that use the set-up link at once, one becomes the admin': async here => {
    const secret = await renew(here)
    const answers = await Promise.all(
      ['a', 'b'].map(name => post(here, '/api/v1/auth/set-up', { secret, ...ADMIN, email: `${name}@example.com` })),
    )
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 404])
    assert.equal(await countPeople(here.database), 1)
  },

  'a common password is refused and the link stays good': async here => {
    const secret = await renew(here)
    const refused = await post(here, '/api/v1/auth/set-up', { secret, ...ADMIN, password: 'Password2026!' })
    assert.deepEqual([refused.status, refused.body.field], [400, 'password'])
    assert.equal((await post(here, '/api/v1/auth/set-up', { secret, ...ADMIN })).status, 201)
  },

  'the sample catalog is loaded when it is asked for, and its people have no password': async here => {
    const secret = await renew(here)
    const answer = await post(here, '/api/v1/auth/set-up', { secret, ...ADMIN, sampleCatalog: true })
    assert.equal(answer.status, 201)
    const session = sessionFrom(answer)
    assert.equal((await me(here, session)).body.samplesLoaded, true)
    const { body } = await here.request({ url: '/api/v1/users?state=INVITED', as: session })
    assert.equal(body.total, 4)
  },

  'the environment makes the first admin only while nobody exists, once however many nodes start': async ({
    database,
    time,
  }) => {
    const made = await Promise.all([1, 2, 3].map(() => createFirstAdmin(database, ADMIN, time.now)))
    assert.deepEqual(made.toSorted(), [false, false, true])
    assert.equal(await countPeople(database), 1)
    assert.equal(await createFirstAdmin(database, { ...ADMIN, email: 'eve@example.com' }, time.now), false)
  },

  'a common password in the environment stops the start with its name': async ({ database, time }) => {
    await assert.rejects(
      createFirstAdmin(database, { ...ADMIN, password: 'Password2026!' }, time.now),
      error => error instanceof ConfigError && /^PORTICO_ADMIN_PASSWORD can't be used/.test(error.faults[0] ?? ''),
    )
  },
}

for (const engine of engines)
  suite(`the first admin (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    for (const [name, work] of Object.entries(tests))
      test(name, async () => {
        const { database } = await open()
        await empty(database)
        await work(await createWorld(database))
      })
  })
