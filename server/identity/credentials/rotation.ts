/**
 * Safe rotation: a second secret of the same token. The old one dies at a deadline, or so long after the first use of the
 * new one, whichever comes first. Until that first use the rotation can be repeated (a lost answer locks nobody out) or undone.
 */
import type { Selectable } from 'kysely'
import type { Database, Db } from '../../core/db/database.ts'
import { conflict } from '../../core/problems/problems.ts'
import { hashOf, last4Of, newSecret, type SecretKind } from '../../core/secrets/secret.ts'
import { isExpired, sayInstant } from './expiry.ts'
import type { Secrets } from './tables.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

export type RotationChoice = { overlapHours?: number | undefined; minutesAfterFirstUse?: number | null | undefined }

type Secret = Selectable<Secrets>

const secretsOf = async (db: Db, cid: string) => {
  const all = await db.selectFrom('secrets').selectAll().where('cid', '=', cid).execute()
  const current = all.find(secret => secret.is_current === 1)
  if (!current) throw new Error(`the credential ${cid} has no secret`)
  return { current, previous: all.find(secret => secret.hash === current.replaces) }
}

const isAlive = (secret: Secret | undefined, now: number): secret is Secret =>
  secret !== undefined && !isExpired(secret.dies_at, now)

/** The new secret was not used yet: everything can still be as it was. */
const isOpen = ({ replaces, first_used_at }: Secret) => replaces !== null && first_used_at === null

const stillRotating = (previous: Secret) =>
  conflict(
    `The previous secret (it ends in ${previous.last4}) works until ${sayInstant(previous.dies_at ?? 0, null)}. Wait until then, or end the previous secret now.`,
  )

const change = (db: Db, { hash }: { hash: string }, to: Partial<Secret>) =>
  db.updateTable('secrets').set(to).where('hash', '=', hash).execute()

/** Within one token secrets are told apart by their last four characters. */
const secretUnlike = (kind: SecretKind, others: readonly Secret[]): string => {
  const secret = newSecret(kind)
  return others.some(({ last4 }) => last4 === last4Of(secret)) ? secretUnlike(kind, others) : secret
}

const DEFAULTS = { overlapHours: 24, minutesAfterFirstUse: 60 }

/** @throws Problem 409 while the secret before the current one still works */
export const rotate = async (
  db: Db,
  { cid, kind }: { cid: string; kind: SecretKind },
  {
    overlapHours = DEFAULTS.overlapHours,
    minutesAfterFirstUse = DEFAULTS.minutesAfterFirstUse,
    now,
  }: RotationChoice & { now: number },
) => {
  const { current, previous } = await secretsOf(db, cid)
  const isRepeat = isOpen(current)
  if (!isRepeat && isAlive(previous, now)) throw stillRotating(previous)
  const old = isRepeat && previous ? previous : current
  const oldWorksUntil = isAlive(old, now) ? now + overlapHours * HOUR : now
  await change(db, current, { is_current: 0, dies_at: now })
  if (isAlive(old, now)) await change(db, old, { dies_at: oldWorksUntil })
  const secret = secretUnlike(kind, previous ? [current, previous] : [current])
  await db
    .insertInto('secrets')
    .values({
      hash: hashOf(secret),
      cid,
      last4: last4Of(secret),
      created_at: now,
      is_current: 1,
      replaces: old.hash,
      grace_ms: minutesAfterFirstUse === null ? null : minutesAfterFirstUse * MINUTE,
    })
    .execute()
  await bump(db, cid)
  return { secret, oldWorksUntil }
}

const bump = (db: Db, cid: string) =>
  db
    .updateTable('credentials')
    .set(eb => ({ version: eb('version', '+', 1) }))
    .where('cid', '=', cid)
    .execute()

/** Whether the secret that ends so may ask for a successor: the newest may, and the one before it while that was never used. */
export const mayRotate = async (db: Db, { cid, last4 }: { cid: string; last4: string }) => {
  const { current, previous } = await secretsOf(db, cid)
  return current.last4 === last4 || (isOpen(current) && previous?.last4 === last4)
}

/** @throws Problem 409 when there is nothing to go back to: no rotation, a used new secret, or an old one that died */
export const undoRotation = async (db: Db, cid: string, now: number) => {
  const { current, previous } = await secretsOf(db, cid)
  if (current.replaces === null) throw conflict('This token has no rotation in progress.')
  if (current.first_used_at !== null)
    throw conflict(
      `The new secret was used on ${sayInstant(current.first_used_at, null)}, so the rotation can't be undone.`,
    )
  if (!isAlive(previous, now))
    throw conflict("The old secret has ended, so the rotation can't be undone. Rotate the token again.")
  await change(db, current, { is_current: 0, dies_at: now })
  await change(db, previous, { is_current: 1, dies_at: null })
  await bump(db, cid)
}

/** @throws Problem 409 when no second secret works */
export const finishRotation = async (db: Db, cid: string, now: number) => {
  const { previous } = await secretsOf(db, cid)
  if (!isAlive(previous, now)) throw conflict('This token has only one active secret.')
  await change(db, previous, { dies_at: now })
  await bump(db, cid)
}

/**
 * The first use of a rotated secret, told by its hash: the one write that a request makes because of its credential. From here on the
 * old secret has only its grace.
 */
export const firstUse = (database: Database, hash: string, now: number) =>
  database.transaction(async db => {
    const secret = await db.selectFrom('secrets').selectAll().where('hash', '=', hash).executeTakeFirst()
    if (!secret || !isOpen(secret)) return
    await change(db, secret, { first_used_at: now })
    if (secret.grace_ms === null || secret.replaces === null) return
    const end = now + secret.grace_ms
    await db
      .updateTable('secrets')
      .set({ dies_at: end })
      .where('hash', '=', secret.replaces)
      .where('dies_at', '>', end)
      .execute()
  })
