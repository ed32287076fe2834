import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { noticesFor } from '../../outbound/warnings/testing.ts'
import { engines } from '../../testing/each-database.ts'
import { createWorld, type TestPerson } from '../../testing/world.ts'
import {
  auditOf,
  GOOD_PASSWORD,
  me,
  OTHER_PASSWORD,
  personWithPassword,
  post,
  SAME_ORIGIN,
  secretIn,
  sessionFrom,
  signInAs,
} from './testing.ts'
import { walk } from './testing-provider.ts'
import { type As, newAccount, providerEnv, refusedAt, useProviderWorld } from './testing-provider-world.ts'

const QUARTER = 15 * 60_000
const MINE = '/api/v1/auth/identities'

for (const engine of engines)
  suite(`linked accounts (${engine.name})`, () => {
    const { here: world, provider, begin, beginLink, comeBack, goAs, signInAt, linkAt } = useProviderWorld(engine)

    const identitiesOf = async ({ session }: { session: As }) =>
      (await world().request({ url: MINE, as: session })).body.identities
    const unlink = (id: string, as: As) => world().request({ method: 'DELETE', url: `${MINE}/${id}`, as })
    const prove = (as: As) =>
      post(
        world(),
        '/api/v1/auth/proof',
        { password: GOOD_PASSWORD },
        { ...SAME_ORIGIN, cookie: `portico_session=${as?.cookie}` },
      )
    const isProved = async (as: As) => {
      const made = await world().request({ method: 'POST', url: '/api/v1/auth/token', as, body: { name: 'x' } })
      return made.body.proofNeeded !== true
    }
    /** A person whose session is an hour old. */
    const leftOpen = async (roles?: readonly string[]) => {
      const person = await personWithPassword(world(), roles)
      world().time.now += 60 * 60_000
      return person
    }
    const countOf = async ({ id }: Pick<TestPerson, 'id'>) =>
      (await world().database.db.selectFrom('identities').select('subject').where('user_id', '=', id).execute()).length

    suite('linking', () => {
      test('asks for a recent proof before it leads to the provider', async () => {
        const person = await leftOpen()
        const refused = await world().request({ method: 'POST', url: MINE, as: person.session, body: {} })
        assert.deepEqual([refused.status, refused.body.proofNeeded], [403, true])
        assert.equal(refused.headers['set-cookie'], undefined)
        await prove(person.session)
        assert.equal((await linkAt(newAccount(), person.session)).headers.location, '/settings/profile')
      })

      test('asks for it again on return', async () => {
        const person = await leftOpen()
        await prove(person.session)
        world().time.now += QUARTER - 60_000
        const begun = await beginLink(person.session)
        world().time.now += 60_000
        const late = await goAs(newAccount(), { ...begun, as: person.session })
        assert.deepEqual(refusedAt(late), ['/settings/profile', 'proof-expired'])
        assert.equal(await countOf(person), 0)
      })

      test('needs the very session that began it, and one that has not ended', async () => {
        const [person, other] = [await personWithPassword(world()), await personWithPassword(world())]
        const begun = await beginLink(person.session)
        provider().state.account = newAccount()
        const back = await walk(begun.url)
        assert.deepEqual(refusedAt(await comeBack(back, begun.flow, { as: other.session })), [
          '/settings/profile',
          'expired',
        ])
        const second = await world().signIn(person.id)
        assert.deepEqual(refusedAt(await comeBack(back, begun.flow, { as: second })), ['/settings/profile', 'expired'])
        assert.deepEqual(refusedAt(await comeBack(back, begun.flow)), ['/sign-in', 'expired'])
        assert.equal((await countOf(person)) + (await countOf(other)), 0)
      })

      test('is recorded with issuer and subject, and the person learns of it in the app and by mail', async () => {
        const here = world()
        const person = await personWithPassword(here)
        const account = newAccount()
        const mailing = await createWorld(here.database, {
          ...providerEnv(provider().issuer),
          PORTICO_SMTP_URL: 'smtp://127.0.0.1:1',
          PORTICO_SMTP_FROM: 'p@example.com',
        })
        mailing.time.now = here.time.now
        provider().state.account = account
        const started = await mailing.request({ method: 'POST', url: MINE, as: person.session, body: {} })
        assert.equal(started.status, 200, started.text)
        const flow = String(started.headers['set-cookie']).split(';')[0]
        await mailing.request({
          url: await walk(started.body.url),
          headers: { cookie: `portico_session=${person.session.cookie}; ${flow}` },
        })
        const [row] = (await auditOf(here, person.email)).filter(({ object_type }) => object_type === 'IDENTITY')
        assert.deepEqual([row?.action, row?.actor_email], ['CREATE', person.email])
        const changes = JSON.parse(row?.changes ?? '{}')
        assert.deepEqual([changes.issuer.after, changes.subject.after], [provider().issuer, account.sub])
        const [notice] = await noticesFor(here, person)
        assert.deepEqual([notice.kind, notice.title], ['identity-linked', 'Acme was linked to your account'])
        assert.ok(
          notice.details.includes(`as ${account.email} can now sign in here as you. If this wasn't you, unlink it`),
        )
        const mails = await here.database.db.selectFrom('jobs').select('payload').where('kind', '=', 'mail').execute()
        assert.ok(mails.some(({ payload }) => payload.includes('identity-news') && payload.includes(person.id)))
      })

      test('of an account that belongs to another person is refused, and recorded as tried by the person', async () => {
        const [person, other] = [await personWithPassword(world()), await personWithPassword(world())]
        const account = newAccount()
        await linkAt(account, person.session)
        assert.deepEqual(refusedAt(await linkAt(account, other.session)), ['/settings/profile', 'linked-to-another'])
        await world().app.flush()
        const [failed] = (await auditOf(world(), other.email)).filter(({ outcome }) => outcome === 'FAILED')
        assert.deepEqual(
          [failed?.object_type, failed?.reason, failed?.actor_email],
          ['IDENTITY', 'linked-to-another', other.email],
        )
      })
    })

    suite('a browser left open, with another person’s account at the provider', () => {
      const attempts: Record<string, (as: As, account: ReturnType<typeof newAccount>) => Promise<unknown>> = {
        'by proving with it': (as, account) => signInAt(account, { prove: true, returnTo: '/proved' }, as),
        'by proving with it after its owner signed in elsewhere': async (as, account) => {
          await signInAt(account)
          return signInAt(account, { prove: true, returnTo: '/proved' }, as)
        },
        'by linking it': as => world().request({ method: 'POST', url: MINE, as, body: {} }),
        'by turning a sign-in into linking, in the browser’s own cookie': async (as, account) => {
          const { url, flow } = await begin({}, as)
          return goAs(account, { url, flow: await forged(flow, 'link', as), as })
        },
        'by turning a sign-in into a proof, in the browser’s own cookie': async (as, account) => {
          const { url, flow } = await begin({}, as)
          return goAs(account, { url, flow: await forged(flow, 'prove', as), as })
        },
        'by turning a proof into linking': async (as, account) => {
          const { url, flow } = await begin({ prove: true, returnTo: '/proved' }, as)
          return goAs(account, { url, flow: await forged(flow, 'link', as), as })
        },
        'by another person’s invitation': (as, account) =>
          signInAt(account, { invitation: 'x'.repeat(40), prove: true }, as),
      }
      const forged = async (flow: string, what: 'link' | 'prove', as: As) => {
        const session = (await world().request({ url: '/api/v1/auth/sessions', as })).body.sessions.find(
          ({ current }: { current: boolean }) => current,
        )
        const { prove: _, ...rest } = JSON.parse(Buffer.from(flow, 'base64url').toString())
        return Buffer.from(JSON.stringify({ ...rest, [what]: session.id })).toString('base64url')
      }

      for (const [how, attempt] of Object.entries(attempts))
        test(`neither links nor proves anything ${how}`, async () => {
          const victim = await leftOpen()
          const account = newAccount()
          await attempt(victim.session, account)
          assert.equal(await countOf(victim), 0)
          assert.equal(await isProved(victim.session), false)
          const away = await signInAt(account)
          assert.notEqual((await me(world(), sessionFrom(away))).body.id, victim.id)
        })

      test('an account that was linked in this session without a proof, by an older version, proves nothing; a new session trusts it', async () => {
        const here = world()
        const victim = await leftOpen()
        const account = newAccount()
        await here.database.transaction(db =>
          db
            .insertInto('identities')
            .values({ issuer: provider().issuer, subject: account.sub, user_id: victim.id, created_at: here.time.now })
            .execute(),
        )
        const refused = await signInAt(account, { prove: true, returnTo: '/proved' }, victim.session)
        assert.deepEqual(refusedAt(refused), ['/proved', 'another-person'])
        assert.equal(await isProved(victim.session), false)
        const session = sessionFrom(await signInAt(account))
        here.time.now += QUARTER
        await signInAt(account, { prove: true, returnTo: '/proved' }, session)
        assert.equal(await isProved(session), true)
      })

      test('an account linked with a proof proves who the person is from then on', async () => {
        const person = await leftOpen()
        await prove(person.session)
        const account = newAccount()
        await linkAt(account, person.session)
        world().time.now += QUARTER
        await signInAt(account, { prove: true, returnTo: '/proved' }, person.session)
        assert.equal(await isProved(person.session), true)
      })
    })

    suite('unlinking one’s own', () => {
      test('needs a recent proof, ends the other sessions, is recorded, and the account signs in as nobody known', async () => {
        const here = world()
        const person = await personWithPassword(here)
        const account = newAccount()
        await linkAt(account, person.session)
        const elsewhere = sessionFrom(await signInAt(account))
        const [identity] = await identitiesOf(person)
        assert.deepEqual(
          [identity.provider, identity.issuer, identity.subject, identity.email, identity.abilities.unlink],
          ['Acme', provider().issuer, account.sub, account.email, { allowed: true }],
        )
        assert.notEqual(identity.lastSignIn, null)
        here.time.now += QUARTER
        assert.equal((await unlink(identity.id, person.session)).body.proofNeeded, true)
        await prove(person.session)
        assert.equal((await unlink(identity.id, person.session)).status, 204)
        assert.deepEqual(await identitiesOf(person), [])
        assert.equal((await me(here, elsewhere)).status, 401)
        assert.equal((await me(here, person.session)).status, 200)
        const [row] = (await auditOf(here, person.email)).filter(({ action }) => action === 'DELETE')
        assert.deepEqual([row?.object_type, JSON.parse(row?.changes ?? '{}').subject.before], ['IDENTITY', account.sub])
        assert.deepEqual((await noticesFor(here, person))[0].kind, 'identity-unlinked')
        assert.notEqual((await me(here, sessionFrom(await signInAt(account)))).body.id, person.id)
        assert.equal((await unlink(identity.id, person.session)).status, 404)
      })

      test('never takes the last way to sign in, and says so beforehand', async () => {
        const account = newAccount()
        const session = sessionFrom(await signInAt(account))
        const [identity] = await identitiesOf({ session })
        const reason = 'This is your only way to sign in. Set a password first.'
        assert.deepEqual(identity.abilities.unlink, { allowed: false, reason })
        const refused = await unlink(identity.id, session)
        assert.deepEqual([refused.status, refused.body.details], [409, reason])
        await linkAt(newAccount(), session)
        assert.equal((await unlink(identity.id, session)).status, 204)
        const [last] = await identitiesOf({ session })
        assert.equal((await unlink(last.id, session)).status, 409)
      })

      test('of two at once that leave each other, one goes through', async () => {
        const session = sessionFrom(await signInAt(newAccount()))
        await linkAt(newAccount(), session)
        const both = await identitiesOf({ session })
        const answers = await Promise.all(both.map(({ id }: { id: string }) => unlink(id, session)))
        assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 409])
      })

      test('counts a password only where passwords sign in, and an account of another provider never', async () => {
        const here = world()
        const person = await personWithPassword(here)
        await linkAt(newAccount(), person.session)
        await here.database.transaction(db =>
          db
            .insertInto('identities')
            .values({ issuer: 'https://old.example', subject: 's', user_id: person.id, created_at: 0 })
            .onConflict(on => on.columns(['issuer', 'subject']).doUpdateSet({ user_id: person.id }))
            .execute(),
        )
        const only = await createWorld(here.database, {
          ...providerEnv(provider().issuer),
          PORTICO_PASSWORD_SIGN_IN: 'off',
        })
        const { identities } = (await only.request({ url: MINE, as: person.session })).body
        assert.deepEqual(
          identities.map(({ provider, abilities }: { provider: string; abilities: { unlink: unknown } }) => [
            provider,
            abilities.unlink,
          ]),
          [
            ['https://old.example', { allowed: true }],
            ['Acme', { allowed: false, reason: 'This is your only way to sign in. Link another account first.' }],
          ],
        )
      })

      test('another person’s is not found', async () => {
        const [person, other] = [await personWithPassword(world()), await personWithPassword(world())]
        await linkAt(newAccount(), person.session)
        const [identity] = await identitiesOf(person)
        assert.equal((await unlink(identity.id, other.session)).status, 404)
        assert.equal(await countOf(person), 1)
      })
    })

    suite('an administrator', () => {
      const path = (id: string, identity = '') => `/api/v1/users/${id}/identities${identity && `/${identity}`}`
      const customRole = async (tag: string, permissions: string) => {
        const id = `ro${tag}`
        const row = { id, tag, name: tag, permissions, created_at: 0, updated_at: 0, version: 1 }
        await world().database.transaction(db =>
          db
            .insertInto('roles')
            .values(row)
            .onConflict(on => on.doNothing())
            .execute(),
        )
        return id
      }

      test('sees a person’s accounts and unlinks one, which ends the person’s sessions and tells them', async () => {
        const here = world()
        const [admin, person] = [await personWithPassword(here, ['ADMIN']), await personWithPassword(here)]
        await linkAt(newAccount(), person.session)
        const { body } = await here.request({ url: path(person.id), as: admin.session })
        const [identity] = body.identities
        here.time.now += QUARTER
        const ask = { method: 'DELETE', url: path(person.id, identity.id), as: admin.session } as const
        assert.equal((await here.request(ask)).body.proofNeeded, true)
        await prove(admin.session)
        assert.equal((await here.request(ask)).status, 204)
        assert.equal((await me(here, person.session)).status, 401)
        const [notice] = await noticesFor(here, { session: await here.signIn(person.id) })
        assert.equal(notice.title, 'Acme was unlinked from your account by an administrator')
        const rows = (await auditOf(here, person.email)).filter(({ action }) => action === 'DELETE')
        assert.deepEqual([rows[0]?.object_type, rows[0]?.actor_email], ['IDENTITY', admin.email])
      })

      test('who lacks a permission that the person holds sees the accounts and cannot unlink them', async () => {
        const here = world()
        const desk = await here.person([await customRole('identity-desk', 'VIEW_ROLES,EDIT_MEMBERS')])
        const manager = await personWithPassword(here, ['MANAGER'])
        await linkAt(newAccount(), manager.session)
        const [identity] = (await here.request({ url: path(manager.id), as: desk.session })).body.identities
        assert.equal(identity.abilities.unlink.allowed, false)
        const refused = await here.request({ method: 'DELETE', url: path(manager.id, identity.id), as: desk.session })
        assert.deepEqual([refused.status, refused.body.missingPermission], [403, 'VIEW_CATALOGS'])
        const nobody = await here.person(['MANAGER'])
        assert.equal((await here.request({ url: path(manager.id), as: nobody.session })).status, 403)
        assert.equal(await countOf(manager), 1)
      })

      test('can take a person’s only account, after which a new invitation lets them in', async () => {
        const here = world()
        const admin = await here.person(['ADMIN'])
        const account = newAccount()
        const { id, email } = (await me(here, sessionFrom(await signInAt(account)))).body
        const [identity] = (await here.request({ url: path(id), as: admin.session })).body.identities
        assert.equal(
          (await here.request({ method: 'DELETE', url: path(id, identity.id), as: admin.session })).status,
          204,
        )
        assert.deepEqual(refusedAt(await signInAt(account)), ['/sign-in', 'account-exists'])
        const invited = await here.request({ method: 'POST', url: `/api/v1/users/${id}/invitation`, as: admin.session })
        const invitation = secretIn(invited.body.url)
        const accepted = await signInAt(newAccount({ email }), { invitation })
        assert.equal((await me(here, sessionFrom(accepted))).body.id, id)
      })

      test('keeps the last way in of the last active admin', async () => {
        const opened = await engine.open()
        const alone = await createWorld(opened.database, providerEnv(provider().issuer))
        const admin = await alone.person(['ADMIN'])
        await opened.database.transaction(async db => {
          await db.updateTable('users').set({ password_hash: null }).where('id', '=', admin.id).execute()
          await db
            .insertInto('identities')
            .values({ issuer: provider().issuer, subject: 'only', user_id: admin.id, created_at: 0 })
            .execute()
        })
        const [identity] = (await alone.request({ url: path(admin.id), as: admin.session })).body.identities
        const ask = { method: 'DELETE', url: path(admin.id, identity.id), as: admin.session } as const
        assert.equal((await alone.request(ask)).status, 409)
        await opened.dispose()
      })
    })

    suite('a password reset', () => {
      const resetLink = async (id: string) => {
        const admin = await world().person(['ADMIN'])
        const made = await world().request({ method: 'POST', url: `/api/v1/users/${id}/reset-link`, as: admin.session })
        return secretIn(made.body.url)
      }

      test('offers to unlink the accounts, and does so when asked', async () => {
        const here = world()
        const person = await personWithPassword(here)
        const [kept, gone] = [newAccount(), newAccount()]
        for (const account of [kept, gone]) await linkAt(account, person.session)
        const secret = await resetLink(person.id)
        const check = await post(here, '/api/v1/auth/links/check', { secret })
        assert.deepEqual(check.body.identities, [
          { provider: 'Acme', email: kept.email },
          { provider: 'Acme', email: gone.email },
        ])
        const reset = await post(here, '/api/v1/auth/password/reset', {
          secret,
          password: OTHER_PASSWORD,
          unlinkIdentities: true,
        })
        assert.equal(reset.status, 200)
        assert.equal((await me(here, sessionFrom(reset))).body.linkedToProvider, false)
        assert.equal(await countOf(person), 0)
        const rows = (await auditOf(here, person.email)).filter(
          ({ object_type, action }) => object_type === 'IDENTITY' && action === 'DELETE',
        )
        assert.equal(rows.length, 2)
        assert.equal((await signInAs(here, person.email, OTHER_PASSWORD)).status, 200)
      })

      test('keeps them otherwise', async () => {
        const person = await personWithPassword(world())
        await linkAt(newAccount(), person.session)
        const secret = await resetLink(person.id)
        await post(world(), '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })
        assert.equal(await countOf(person), 1)
      })
    })
  })
