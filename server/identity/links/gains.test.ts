/** A link that lets someone in is void once they may do more than when it was made, and while its creator may not make it. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { engines } from '../../testing/each-database.ts'
import { createWorld, type TestPerson, type World } from '../../testing/world.ts'
import { auditOf, GOOD_PASSWORD, OTHER_PASSWORD, personWithPassword, post, secretIn } from '../sign-in/testing.ts'
import { newAccount, providerEnv, unique, useProviderWorld } from '../sign-in/testing-provider-world.ts'
import { replaceGrants } from '../users/grants.ts'
import { createLink } from './links.ts'

const GROUPS = { PORTICO_OIDC_GROUPS_CLAIM: 'groups', PORTICO_OIDC_GROUP_ROLES: 'leads=MANAGER,readers=VIEWER' }
const basic = (role: string) => ({ type: 'BASIC', role })

for (const engine of engines)
  suite(`links and permissions (${engine.name})`, () => {
    const { here: world, provider, signInAt, linkAt, goAs, begin } = useProviderWorld(engine, GROUPS)

    const send = async (method: 'POST' | 'PUT' | 'PATCH', url: string, as: TestPerson, body?: object) => {
      const answer = await world().request({ method, url, as: as.session, ...(body ? { body } : {}) })
      assert.ok(answer.status < 300, answer.text)
      return answer.body
    }
    const customRole = async (admin: TestPerson, permissions: readonly string[]) => {
      const tag = unique(`gain-role-${process.pid}`)
      await send('POST', '/api/v1/roles', admin, { name: tag, tag, permissions })
      return tag
    }
    const works = async (secret: string, here: World = world()) =>
      (await post(here, '/api/v1/auth/links/check', { secret })).status === 200

    type Case = {
      readonly admin: TestPerson
      readonly person: TestPerson
      readonly role: string
      readonly account: ReturnType<typeof newAccount>
    }

    /** Someone with a custom role and an account at the provider. */
    const begun = async (): Promise<Case> => {
      const admin = await world().person(['ADMIN'])
      const person = await personWithPassword(world(), [])
      const role = await customRole(admin, ['VIEW_CATALOGS'])
      await send('PATCH', `/api/v1/users/${person.id}`, admin, { roles: [{ type: 'CUSTOM', tag: role }] })
      const account = newAccount({ groups: ['readers'] })
      await linkAt(account, person.session)
      return { admin, person, role, account }
    }
    const resetLink = async ({ admin, person }: Case) =>
      secretIn((await send('POST', `/api/v1/users/${person.id}/reset-link`, admin)).url)

    const GAINS: Record<string, (given: Case) => Promise<unknown>> = {
      'roles are given': ({ admin, person }) =>
        send('PATCH', `/api/v1/users/${person.id}`, admin, { roles: [basic('MANAGER')] }),
      'a role they hold is edited': ({ admin, role }) =>
        send('PUT', `/api/v1/roles/${role}`, admin, { permissions: ['VIEW_CATALOGS', 'EDIT_ENTITIES'] }),
      'groups give more at a sign-in': ({ account }) => signInAt({ ...account, groups: ['leads'] }),
      'groups give more as an account is linked': ({ person }) =>
        linkAt(newAccount({ groups: ['leads'] }), person.session),
      'the mapping gives more for the same group': async ({ account }) => {
        const remapped = await createWorld(world().database, {
          ...providerEnv(provider().issuer),
          ...GROUPS,
          PORTICO_OIDC_GROUP_ROLES: 'readers=MANAGER',
        })
        return goAs(account, { ...(await begin()), world: remapped })
      },
      'anything in the server gives them a role': ({ person }) =>
        world().database.transaction(db => replaceGrants(db, { holder: person.id, source: 'direct' }, ['ADMIN'])),
    }
    for (const [what, gain] of Object.entries(GAINS))
      test(`an open link is void once ${what}`, async () => {
        const given = await begun()
        const secret = await resetLink(given)
        await gain(given)
        assert.equal(await works(secret), false)
        const used = await post(world(), '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })
        assert.equal(used.status, 404)
      })

    const OTHERS: Record<string, (given: Case) => Promise<unknown>> = {
      'they lose permissions': ({ admin, person }) => send('PATCH', `/api/v1/users/${person.id}`, admin, { roles: [] }),
      'a role they hold allows less': ({ admin, role }) =>
        send('PUT', `/api/v1/roles/${role}`, admin, { permissions: [], name: 'renamed' }),
      'they sign in with the groups they had': ({ account }) => signInAt(account),
      'another role allows more': async ({ admin }) => {
        const other = await customRole(admin, [])
        await send('PUT', `/api/v1/roles/${other}`, admin, { permissions: ['EDIT_ENTITIES'] })
      },
    }
    for (const [what, change] of Object.entries(OTHERS))
      test(`an open link still works after ${what}`, async () => {
        const given = await begun()
        const secret = await resetLink(given)
        await change(given)
        const used = await post(world(), '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })
        assert.equal(used.status, 200, used.text)
      })

    const LOSSES: Record<string, (creator: TestPerson, admin: TestPerson, person: TestPerson) => Promise<unknown>> = {
      'is deactivated': (creator, admin) => send('PATCH', `/api/v1/users/${creator.id}`, admin, { active: false }),
      'may no longer make links': (creator, admin) =>
        send('PATCH', `/api/v1/users/${creator.id}`, admin, { roles: [basic('MANAGER')] }),
      'is gone': creator =>
        world().database.transaction(db =>
          db.updateTable('links').set({ created_by: 'us0' }).where('created_by', '=', creator.id).execute(),
        ),
      // As if the gain itself had been overlooked.
      'no longer covers the person': (_creator, _admin, person) =>
        world().database.transaction(db =>
          db.insertInto('role_grants').values({ holder_id: person.id, role: 'ADMIN', source: 'direct' }).execute(),
        ),
    }
    const desk = async (admin: TestPerson) => {
      const tag = await customRole(admin, ['VIEW_ROLES', 'EDIT_MEMBERS', 'VIEW_CATALOGS'])
      const creator = await world().person([])
      await send('PATCH', `/api/v1/users/${creator.id}`, admin, { roles: [{ type: 'CUSTOM', tag }] })
      return { creator, tag }
    }
    for (const [what, lose] of Object.entries(LOSSES))
      test(`a link does not work while its creator ${what}: reset, invitation by password and by the provider`, async () => {
        const admin = await world().person(['ADMIN'])
        const { creator, tag } = await desk(admin)
        const roles = [{ type: 'CUSTOM', tag }]
        const person = await personWithPassword(world(), [])
        const reset = secretIn((await send('POST', `/api/v1/users/${person.id}/reset-link`, creator)).url)
        const email = `${unique('invited')}-${process.pid}@example.com`
        const invited = await send('POST', '/api/v1/users', creator, { email, name: 'Invited', roles })
        const invitation = secretIn(invited.invitation.url)
        assert.ok((await works(reset)) && (await works(invitation)))
        await lose(creator, admin, person)
        if (what === 'no longer covers the person') await lose(creator, admin, invited.user)
        const answer = await post(world(), '/api/v1/auth/password/reset', { secret: reset, password: OTHER_PASSWORD })
        assert.equal(answer.status, 404)
        assert.match(
          answer.body.details,
          /^This link is no longer valid: the person who created it no longer has the permission to create it/,
        )
        const body = { secret: invitation, name: 'N', password: GOOD_PASSWORD }
        assert.equal((await post(world(), '/api/v1/auth/invitation', body)).status, 404)
        const byProvider = await signInAt(newAccount({ email }), { invitation })
        assert.equal(byProvider.headers.location, '/sign-in?problem=invitation-not-valid')
        assert.equal((await auditOf(world(), email)).filter(({ object_type }) => object_type === 'PASSWORD').length, 0)
      })

    test('a link from the command line or for a forgotten password has no creator, and works', async () => {
      const person = await personWithPassword(world())
      const { secret } = await world().database.transaction(db =>
        createLink(db, { kind: 'RESET', userId: person.id, createdBy: null }, world().time.now),
      )
      const used = await post(world(), '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })
      assert.equal(used.status, 200)
    })
  })

const ROOT = join(import.meta.dirname, '../../..')

const writing = (pattern: RegExp) =>
  globSync('server/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', '**/testing*', '**/testing/**'] })
    .filter(file => pattern.test(readFileSync(join(ROOT, file), 'utf8')))
    .sort()

test('grants, what roles allow, and proofs are each written in one place, so that no way to them is forgotten', () => {
  assert.deepEqual(writing(/(insertInto|updateTable|mergeInto)\('role_grants/), ['server/identity/users/grants.ts'])
  assert.deepEqual(writing(/updateTable\('roles/), ['server/identity/roles/roles.ts'])
  assert.match(
    readFileSync(join(ROOT, 'server/identity/roles/roles.ts'), 'utf8'),
    /withGains\([^;]*updateTable\('roles'\)/s,
  )
  assert.deepEqual(writing(/insertInto\('links'\)/), ['server/identity/links/links.ts'])
  assert.deepEqual(writing(/insertInto\('identities'\)/), ['server/identity/sign-in/identities.ts'])
  assert.deepEqual(writing(/proved_at: now/), [
    'server/identity/sessions/sessions.ts',
    'server/identity/sign-in/proof.ts',
  ])
})
