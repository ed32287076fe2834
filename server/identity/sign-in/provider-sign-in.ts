/**
 * Who can sign in with the identity provider. A person is (issuer, subject): an email proves nothing about an account that exists,
 * unless it is the invitation's own and the provider has verified it. Linking another account takes a proof of identity.
 */

import type { OidcConfig } from '../../config.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { Problem } from '../../core/problems/problems.ts'
import { isRecent } from '../access/proof.ts'
import type { Users } from '../access/tables.ts'
import { isSameEmail } from '../emails/comparable.ts'
import { findLookAlike } from '../emails/reads-as.ts'
import { voidLinksOf, voidSetUpLinks } from '../links/links.ts'
import { createUser, findUserByEmail, somebodyExists } from '../users/users.ts'
import type { Claims } from './claims.ts'
import type { Flow } from './flow.ts'
import { addIdentity, noteSignIn, personOf } from './identities.ts'
import { rolesFromGroups } from './mapping.ts'
import { SignInRefusal } from './provider.ts'
import { findLinkOf, spendLink } from './use-link.ts'

type Person = Pick<Users, 'id' | 'email' | 'name'>

/** How the person came to be known: that decides what is written to the audit log. */
export type ProviderSignIn = {
  readonly person: Person
  readonly how: 'known' | 'invited' | 'new'
  readonly isNewIdentity: boolean
}

const findUser = (db: Db, id: string) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

const mustBeActive = (person: Users | undefined): Users => {
  if (!person) throw new SignInRefusal('failed')
  if (person.deactivated_at !== null) throw new SignInRefusal('deactivated')
  return person
}

type Linking = { readonly actor: Actor; readonly sessionId: string; readonly now: number }

/** The session that began it must still be there, and its proof recent, when the person comes back. @throws SignInRefusal */
const needProvedSession = async (db: Db, { actor, sessionId, now }: Linking): Promise<Users> => {
  if (actor.kind !== 'session' || actor.session.id !== sessionId) throw new SignInRefusal('expired')
  const row = await db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .selectAll('u')
    .select('s.proved_at')
    .where('s.id', '=', sessionId)
    .executeTakeFirst()
  if (!row) throw new SignInRefusal('expired')
  if (!isRecent(row.proved_at, now)) throw new SignInRefusal('proof-expired')
  return mustBeActive(row)
}

/** Links the account to the person of the session. @throws SignInRefusal */
export const linkAccount = async (db: Db, claims: Claims, linking: Linking) => {
  const person = await needProvedSession(db, linking)
  const known = await personOf(db, claims)
  if (known && known.id !== person.id) throw new SignInRefusal('linked-to-another')
  if (!known) await addIdentity(db, claims, { userId: person.id, proved: true, now: linking.now })
  return { person, isNew: !known }
}

const findInvitation = async (db: Db, secret: string, now: number) => {
  try {
    return await findLinkOf(db, { kind: 'INVITATION', secret }, now)
  } catch (error) {
    throw error instanceof Problem ? new SignInRefusal('invitation-not-valid', error) : error
  }
}

type Invited = { readonly secret: string; readonly now: number }

/** The link is spent last: a refusal leaves it unused. */
const acceptInvitation = async (db: Db, claims: Claims, { secret, now }: Invited): Promise<ProviderSignIn> => {
  const { user_id } = await findInvitation(db, secret, now)
  const person = mustBeActive(await findUser(db, user_id ?? ''))
  if (!claims.emailVerified) throw new SignInRefusal('email-missing')
  if (claims.email === undefined || !isSameEmail(claims.email, person.email))
    throw new SignInRefusal('invitation-not-valid')
  const known = await personOf(db, claims)
  if (known && known.id !== person.id) throw new SignInRefusal('account-exists')
  await spendLink(db, { kind: 'INVITATION', secret }, now)
  if (!known) await addIdentity(db, claims, { userId: person.id, proved: false, now })
  await db.updateTable('users').set({ sample: 0 }).where('id', '=', person.id).execute()
  await voidLinksOf(db, person.id)
  return { person, how: 'invited', isNewIdentity: !known }
}

const isAllowed = (email: string, { allowedDomains }: OidcConfig) =>
  allowedDomains.length === 0 || allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1))

/** While nobody exists, only who is made an admin by a group: anybody else would leave the workspace without one. */
const mustNotBeFirst = async (db: Db, { groups }: Claims, config: OidcConfig) => {
  if (await somebodyExists(db)) return
  if (!(await rolesFromGroups(db, groups ?? [], config)).includes('ADMIN')) throw new SignInRefusal('not-set-up')
  await voidSetUpLinks(db)
}

type Callback = { readonly flow: Flow; readonly config: OidcConfig; readonly now: number }

const createPerson = async (db: Db, claims: Claims, { config, now }: Callback): Promise<ProviderSignIn> => {
  const { email, emailVerified, name } = claims
  if (email === undefined || !emailVerified) throw new SignInRefusal('email-missing')
  if (!isAllowed(email, config)) throw new SignInRefusal('domain-not-allowed')
  if (await findUserByEmail(db, email)) throw new SignInRefusal('account-exists')
  if (await findLookAlike(db, email)) throw new SignInRefusal('email-reads-the-same')
  await mustNotBeFirst(db, claims, config)
  const person = await createUser(
    db,
    { email, name: name ?? email, passwordHash: null, roleIds: [config.defaultRole] },
    now,
  )
  await addIdentity(db, claims, { userId: person.id, proved: false, now })
  return { person, how: 'new', isNewIdentity: true }
}

const find = async (db: Db, claims: Claims, callback: Callback): Promise<ProviderSignIn> => {
  const { flow, now } = callback
  if (flow.invitation !== undefined) return acceptInvitation(db, claims, { secret: flow.invitation, now })
  const known = await personOf(db, claims)
  if (known) return { person: mustBeActive(known), how: 'known', isNewIdentity: false }
  return createPerson(db, claims, callback)
}

/** Refuses before it writes anything. @throws SignInRefusal */
export const signInWithProvider = async (db: Db, claims: Claims, callback: Callback): Promise<ProviderSignIn> => {
  const signedIn = await find(db, claims, callback)
  await noteSignIn(db, claims, callback.now)
  return signedIn
}
