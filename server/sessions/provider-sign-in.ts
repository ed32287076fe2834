/**
 * Who comes in from the identity provider. A person is (issuer, subject): an email proves nothing about an account that exists,
 * unless its owner is signed in to it, or it is the invitation's own and the provider has verified it.
 */
import type { Actor } from '../access/actor.ts'
import type { OidcConfig } from '../config.ts'
import type { Db } from '../db/database.ts'
import type { Users } from '../db/tables.ts'
import { Problem } from '../http/problems.ts'
import { createUser, findUserByEmail, somebodyExists } from '../users/users.ts'
import type { Claims } from './claims.ts'
import type { Flow } from './flow.ts'
import { findLinkOf, spendLink, voidLinksOf, voidSetUpLinks } from './links.ts'
import { rolesFromGroups } from './mapping.ts'
import { SignInRefusal } from './provider.ts'

type Person = Pick<Users, 'id' | 'email' | 'name'>

/** How the person came to be known: that decides what is written to the audit log. */
export type Arrival = { readonly person: Person; readonly how: 'known' | 'linked' | 'invited' | 'new' }

const findUser = (db: Db, id: string) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()

export const personOf = (db: Db, { issuer, subject }: Claims) =>
  db
    .selectFrom('identities as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .selectAll('u')
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst()

const addIdentity = (db: Db, { issuer, subject }: Claims, userId: string, now: number) =>
  db.insertInto('identities').values({ issuer, subject, user_id: userId, created_at: now }).execute()

const mustBeActive = (person: Users | undefined): Users => {
  if (!person) throw new SignInRefusal('failed')
  if (person.deactivated_at !== null) throw new SignInRefusal('deactivated')
  return person
}

/** The session that began the linking must still be there when the person comes back. */
const link = async (db: Db, claims: Claims, linkTo: string, actor: Actor, now: number): Promise<Arrival> => {
  if (actor.kind !== 'session' || actor.user.id !== linkTo) throw new SignInRefusal('expired')
  const person = mustBeActive(await findUser(db, linkTo))
  const known = await personOf(db, claims)
  if (known && known.id !== linkTo) throw new SignInRefusal('account-exists')
  if (known) return { person, how: 'known' }
  await addIdentity(db, claims, linkTo, now)
  return { person, how: 'linked' }
}

const findInvitation = async (db: Db, secret: string, now: number) => {
  try {
    return await findLinkOf(db, 'INVITATION', secret, now)
  } catch (error) {
    throw error instanceof Problem ? new SignInRefusal('invitation-not-valid', error) : error
  }
}

/** The link is spent last: whoever is refused leaves it as it was. */
const acceptInvitation = async (db: Db, claims: Claims, secret: string, now: number): Promise<Arrival> => {
  const { user_id } = await findInvitation(db, secret, now)
  const person = mustBeActive(await findUser(db, user_id ?? ''))
  if (!claims.emailVerified) throw new SignInRefusal('email-missing')
  if (claims.email !== person.email) throw new SignInRefusal('invitation-not-valid')
  const known = await personOf(db, claims)
  if (known && known.id !== person.id) throw new SignInRefusal('account-exists')
  await spendLink(db, 'INVITATION', secret, now)
  if (!known) await addIdentity(db, claims, person.id, now)
  await db.updateTable('users').set({ sample: 0 }).where('id', '=', person.id).execute()
  await voidLinksOf(db, person.id)
  return { person, how: 'invited' }
}

const isAllowed = (email: string, { allowedDomains }: OidcConfig) =>
  allowedDomains.length === 0 || allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1))

/** While nobody exists, only who is made an admin by a group: anybody else would leave the workspace without one. */
const mustNotBeFirst = async (db: Db, { groups }: Claims, config: OidcConfig) => {
  if (await somebodyExists(db)) return
  if (!(await rolesFromGroups(db, groups ?? [], config)).includes('ADMIN')) throw new SignInRefusal('not-set-up')
  await voidSetUpLinks(db)
}

const createPerson = async (db: Db, claims: Claims, config: OidcConfig, now: number): Promise<Arrival> => {
  const { email, emailVerified, name } = claims
  if (email === undefined || !emailVerified) throw new SignInRefusal('email-missing')
  if (!isAllowed(email, config)) throw new SignInRefusal('domain-not-allowed')
  if (await findUserByEmail(db, email)) throw new SignInRefusal('account-exists')
  await mustNotBeFirst(db, claims, config)
  const person = await createUser(
    db,
    { email, name: name ?? email, passwordHash: null, roleIds: [config.defaultRole] },
    now,
  )
  await addIdentity(db, claims, person.id, now)
  return { person, how: 'new' }
}

/** Refuses before it writes anything. @throws SignInRefusal */
export const arrive = async (
  db: Db,
  claims: Claims,
  { flow, actor, config, now }: { flow: Flow; actor: Actor; config: OidcConfig; now: number },
): Promise<Arrival> => {
  if (flow.linkTo !== undefined) return link(db, claims, flow.linkTo, actor, now)
  if (flow.invitation !== undefined) return acceptInvitation(db, claims, flow.invitation, now)
  const known = await personOf(db, claims)
  if (known) return { person: mustBeActive(known), how: 'known' }
  return createPerson(db, claims, config, now)
}
