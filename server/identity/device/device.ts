/** Requests of clients for a token, from the code that is shown to the token that is collected. */
import type { DeviceError } from '../../../contract/identity/device.ts'
import type { Db } from '../../core/db/database.ts'
import { CLOCK_SKEW_MS } from '../../core/problems/instant.ts'
import { conflict, forbidden, notFound, Problem } from '../../core/problems/problems.ts'
import { rolesOf } from '../access/roles.ts'
import { createCredential, type StoredLimits, UNLIMITED } from '../credentials/credentials.ts'
import type { Expiry } from '../credentials/expiry.ts'
import { checkNewToken, readPolicy } from '../policy/policy.ts'
import { mustBeReadOnly } from '../policy/rules.ts'
import { deviceHash, newDeviceCode, newUserCode, userHash } from './codes.ts'
import type { DeviceCodes } from './tables.ts'

export const LIFETIME_MS = 10 * 60_000
const INTERVAL_MS = 5_000
/** RFC 8628 §3.5: who asks too soon waits five seconds longer from then on. */
const SLOW_DOWN_MS = 5_000
const KEY = 'device_sign_in'

/** @throws Problem 403 where the workspace turned it off */
export const needDeviceSignIn = async (db: Db) => {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst()
  if (row?.value === 'off')
    throw forbidden('Sign-in with a code is turned off in this workspace. Create a token in My access tokens.')
}

export const startRequest = async (db: Db, { client, address }: { client: string; address: string }, now: number) => {
  const [deviceCode, userCode] = [newDeviceCode(), newUserCode()]
  await db
    .insertInto('device_codes')
    .values({
      device_hash: deviceHash(deviceCode),
      user_hash: userHash(userCode),
      client,
      address,
      created_at: now,
      expires_at: now + LIFETIME_MS,
      interval_ms: INTERVAL_MS,
      state: 'WAITING',
    })
    .execute()
  return { deviceCode, userCode, intervalMs: INTERVAL_MS }
}

/** One from the future was made while a clock was ahead, and would live longer than ten minutes. */
const isOver = ({ created_at, expires_at }: DeviceCodes, now: number) =>
  now >= expires_at || created_at > now + CLOCK_SKEW_MS

/** @throws Problem 404 for a code that nobody waits behind, 409 when it was answered before */
export const findWaiting = async (db: Db, userCode: string, now: number): Promise<DeviceCodes> => {
  const row = await db
    .selectFrom('device_codes')
    .selectAll()
    .where('user_hash', '=', userHash(userCode))
    .executeTakeFirst()
  if (!row || isOver(row, now))
    throw notFound(
      'This code is invalid or has expired. Codes are valid for ten minutes: request a new one from the client.',
    )
  if (row.state !== 'WAITING')
    throw conflict('This code was already approved or denied. Request a new one from the client.')
  return row
}

type Approval = {
  readonly userId: string
  readonly sessionId: string
  readonly name: string
  readonly description: string | null
  readonly expiry: Expiry
}

export const approve = (
  db: Db,
  { device_hash }: DeviceCodes,
  { userId, sessionId, name, description, expiry }: Approval,
) =>
  db
    .updateTable('device_codes')
    .set({
      state: 'APPROVED',
      user_id: userId,
      session_id: sessionId,
      name,
      description,
      last_day: expiry.lastDay,
      time_zone: expiry.timeZone,
      token_expires_at: expiry.expiresAt,
    })
    .where('device_hash', '=', device_hash)
    .execute()

export const deny = (db: Db, { device_hash }: DeviceCodes, userId: string) =>
  db
    .updateTable('device_codes')
    .set({ state: 'DENIED', user_id: userId })
    .where('device_hash', '=', device_hash)
    .execute()

const remove = (db: Db, { device_hash }: DeviceCodes) =>
  db.deleteFrom('device_codes').where('device_hash', '=', device_hash).execute()

const noteQuestion = async (
  db: Db,
  { device_hash, asked_at, interval_ms }: DeviceCodes,
  now: number,
): Promise<DeviceError> => {
  const isTooSoon = asked_at !== null && now >= asked_at && now - asked_at < interval_ms
  await db
    .updateTable('device_codes')
    .set({ asked_at: now, interval_ms: isTooSoon ? interval_ms + SLOW_DOWN_MS : interval_ms })
    .where('device_hash', '=', device_hash)
    .execute()
  return isTooSoon ? 'slow_down' : 'authorization_pending'
}

/** Who approved it, while the session in which they did goes on. */
const findApprover = (db: Db, { session_id }: DeviceCodes, now: number) =>
  db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.email'])
    .where('s.id', '=', session_id ?? '')
    .where('s.expires_at', '>', now)
    .where('u.deactivated_at', 'is', null)
    .forShare() // neither ends while the token is being made
    .executeTakeFirst()

type Owner = { readonly id: string; readonly email: string }

/** A code, and who approved it. */
type Approved = { readonly row: DeviceCodes; readonly owner: Owner }

/** What the workspace asks of a token is asked again now: between approval and collection lie up to ten minutes. @throws Problem */
const checkRules = async (db: Db, { row, owner }: Approved, now: number) => {
  await needDeviceSignIn(db)
  const expiry = { expiresAt: row.token_expires_at, timeZone: row.time_zone }
  await checkNewToken(db, { ownerId: owner.id, expiry, readOnly: true }, now)
}

/** The secret is made here, once, and stored nowhere: until now there was none. */
const createToken = async (db: Db, { row, owner }: Approved, now: number) => {
  const isReadOnly = mustBeReadOnly(await readPolicy(db), await rolesOf(db, owner.id))
  const limits: StoredLimits = isReadOnly ? { ...UNLIMITED, read_only: 1 } : UNLIMITED
  const made = {
    kind: 'personal',
    ownerId: owner.id,
    madeBy: null,
    makerId: owner.id,
    name: row.name ?? row.client,
    description: row.description,
    expiry: { lastDay: row.last_day, timeZone: row.time_zone, expiresAt: row.token_expires_at },
    limits,
  } as const
  const { cid, secret } = await createCredential(db, made, now)
  return { cid, secret, owner, name: made.name, expiresAt: row.token_expires_at }
}

export type Collected = Awaited<ReturnType<typeof createToken>>

/** Why there is no token, or none yet; `owner` is who approved it in vain. */
export type NotCollected = { readonly error: DeviceError; readonly why?: string; readonly owner?: Owner }

const SESSION_ENDED = 'The session that approved this code has ended. Request a new code.'

const collectApproved = async (db: Db, row: DeviceCodes, now: number): Promise<Collected | NotCollected> => {
  const owner = await findApprover(db, row, now)
  if (!owner) return { error: 'access_denied', why: SESSION_ENDED }
  try {
    await checkRules(db, { row, owner }, now)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { error: 'access_denied', why: error.details, owner }
  }
  return createToken(db, { row, owner }, now)
}

/** The token, once the person approved; otherwise why there is none (yet). */
export const collect = async (db: Db, deviceCode: string, now: number): Promise<Collected | NotCollected> => {
  const row = await db
    .selectFrom('device_codes')
    .selectAll()
    .where('device_hash', '=', deviceHash(deviceCode))
    .executeTakeFirst()
  if (!row || isOver(row, now)) return { error: 'expired_token' }
  if (row.state === 'WAITING') return { error: await noteQuestion(db, row, now) }
  await remove(db, row)
  return row.state === 'DENIED' ? { error: 'access_denied' } : collectApproved(db, row, now)
}

export const removeOldCodes = (db: Db, now: number) =>
  db.deleteFrom('device_codes').where('expires_at', '<', now).execute()
