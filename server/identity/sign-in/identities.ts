/** Accounts at the identity provider: which are linked to whom, and whether one may be unlinked. */
import type { Selectable } from 'kysely'
import type { Identity } from '../../../contract/identity/identities.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { iso, isoOrNull } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import { hashOf } from '../../core/secrets/secret.ts'
import { abilityOf, type Verdict } from '../roles/rules.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import type { Claims } from './claims.ts'
import type { Identities } from './tables.ts'

export type LinkedIdentity = Selectable<Identities>

/** What decides which identities let someone in here. */
export type Ways = Pick<Config, 'oidc' | 'passwordSignIn'>

const withoutSlash = (issuer: string) => issuer.replace(/\/$/, '')

const isOfProvider = ({ issuer }: Pick<Identities, 'issuer'>, { oidc }: Pick<Config, 'oidc'>) =>
  oidc !== undefined && withoutSlash(issuer) === withoutSlash(oidc.issuer)

/** As people call the provider; one that is not set up any more has only its address. */
export const providerName = (identity: Pick<Identities, 'issuer'>, config: Pick<Config, 'oidc'>) =>
  isOfProvider(identity, config) ? (config.oidc?.name ?? identity.issuer) : identity.issuer

/** Under which the API knows it. */
export const identityId = ({ issuer, subject }: Pick<Identities, 'issuer' | 'subject'>) =>
  `id${hashOf(`${issuer}\n${subject}`).slice(0, 16)}`

/** A person's identities, the oldest first. */
export const identitiesOf = (db: Db, userId: string): Promise<LinkedIdentity[]> =>
  db
    .selectFrom('identities')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('issuer')
    .orderBy('subject')
    .execute()

/** The person an account belongs to. */
export const personOf = (db: Db, { issuer, subject }: Claims) =>
  db
    .selectFrom('identities as i')
    .innerJoin('users as u', 'u.id', 'i.user_id')
    .selectAll('u')
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst()

/**
 * Whether the account proves who the person of that session is: it must have been theirs when the session began, or have been
 * linked with a proof. Otherwise a browser left open could be made to accept anybody's account.
 */
export const provesPersonOf = async (db: Db, { issuer, subject }: Claims, sessionId: string): Promise<boolean> => {
  const row = await db
    .selectFrom('identities as i')
    .innerJoin('sessions as s', 's.user_id', 'i.user_id')
    .select('s.id')
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .where('s.id', '=', sessionId)
    .where(eb => eb.or([eb('i.proved', '=', 1), eb('i.created_at', '<=', eb.ref('s.created_at'))]))
    .executeTakeFirst()
  return row !== undefined
}

type Added = { readonly userId: string; readonly proved: boolean; readonly now: number }

export const addIdentity = (db: Db, { issuer, subject, email }: Claims, { userId, proved, now }: Added) =>
  db
    .insertInto('identities')
    .values({ issuer, subject, email: email ?? null, user_id: userId, created_at: now, proved: proved ? 1 : 0 })
    .execute()

export const noteSignIn = (db: Db, { issuer, subject, email }: Claims, now: number) =>
  db
    .updateTable('identities')
    .set({ ...(email === undefined ? {} : { email }), last_sign_in_at: now })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .execute()

/** Whether the person could not sign in without it. An account of a provider that is not set up lets nobody in. */
export const isLastWay = (
  identity: LinkedIdentity,
  { all, hasPassword }: { all: readonly LinkedIdentity[]; hasPassword: boolean },
  ways: Ways,
): boolean =>
  isOfProvider(identity, ways) &&
  !(hasPassword && ways.passwordSignIn) &&
  all.filter(other => isOfProvider(other, ways)).length === 1

export type Owner = { readonly id: string; readonly hasPassword: boolean }

/** A person's identities, each with the verdict of the rule on unlinking it. */
export const judgedIdentities = async (
  db: Db,
  { id, hasPassword }: Owner,
  { ways, rule }: { ways: Ways; rule: (isLast: boolean) => Verdict },
): Promise<{ identity: LinkedIdentity; verdict: Verdict }[]> => {
  const all = await identitiesOf(db, id)
  return all.map(identity => ({ identity, verdict: rule(isLastWay(identity, { all, hasPassword }, ways)) }))
}

export type JudgedIdentity = Awaited<ReturnType<typeof judgedIdentities>>[number]

/** @throws Problem 404 */
export const chosenIdentity = (judged: readonly JudgedIdentity[], id: string): JudgedIdentity => {
  const chosen = judged.find(({ identity }) => identityId(identity) === id)
  if (!chosen) throw notFound(`No linked account has the identifier ${id}.`)
  return chosen
}

/** What could sign in with it before is over: sessions end, but for the one that is kept. */
export const removeIdentity = async (db: Db, { issuer, subject, user_id }: LinkedIdentity, kept?: string) => {
  await db.deleteFrom('identities').where('issuer', '=', issuer).where('subject', '=', subject).execute()
  await endSessionsOf(db, user_id, kept)
}

const presentIdentity = ({ identity, verdict }: JudgedIdentity, config: Pick<Config, 'oidc'>): Identity => ({
  id: identityId(identity),
  provider: providerName(identity, config),
  issuer: identity.issuer,
  subject: identity.subject,
  email: identity.email,
  linkedDate: iso(identity.created_at),
  lastSignIn: isoOrNull(identity.last_sign_in_at),
  abilities: { unlink: abilityOf(verdict) },
})

export const presentIdentities = (judged: readonly JudgedIdentity[], config: Pick<Config, 'oidc'>) => {
  const present = (one: JudgedIdentity) => presentIdentity(one, config)
  const { shown, marked } = presentRows(judged, { idOf: ({ identity }) => identityId(identity), present })
  return { identities: shown, ...marked }
}
