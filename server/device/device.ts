/** Requests of clients for a token, from the code that is shown to the token that is collected. */
import type { DeviceError } from '../../contract/device.ts'
import { rolesOf } from '../access/roles.ts'
import type { Db } from '../db/database.ts'
import type { DeviceCodes } from '../db/tables.ts'
import { conflict, forbidden, notFound } from '../http/problems.ts'
import { readPolicy } from '../policy/policy.ts'
import { mustBeReadOnly } from '../policy/rules.ts'
import { createCredential, type StoredLimits, UNLIMITED } from '../tokens/credentials.ts'
import type { Expiry } from '../tokens/expiry.ts'
import { deviceHash, newDeviceCode, newUserCode, userHash } from './codes.ts'

export const LIFETIME_MS = 10 * 60_000
const INTERVAL_MS = 5_000
/** RFC 8628 §3.5: who asks too soon waits five seconds longer from then on. */
const SLOW_DOWN_MS = 5_000
const KEY = 'device_sign_in'

/** @throws Problem 403 where the workspace turned it off */
export const needDeviceSignIn = async (db: Db) => {
  const row = await db.selectFrom('settings').select('value').where('key', '=', KEY).executeTakeFirst()
  if (row?.value === 'off')
    throw forbidden('Signing in by a code is switched off in this workspace. Create a token in My access tokens.')
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

/** @throws Problem 404 for a code that nobody waits behind, 409 when it was answered before */
export const findWaiting = async (db: Db, userCode: string, now: number): Promise<DeviceCodes> => {
  const row = await db
    .selectFrom('device_codes')
    .selectAll()
    .where('user_hash', '=', userHash(userCode))
    .executeTakeFirst()
  if (!row || now >= row.expires_at)
    throw notFound('No client waits with this code. Codes live ten minutes: ask the client for a new one.')
  if (row.state !== 'WAITING') throw conflict('This code was answered before. Ask the client for a new one.')
  return row
}

type Approval = {
  readonly userId: string
  readonly name: string
  readonly description: string | null
  readonly expiry: Expiry
}

export const approve = (db: Db, { device_hash }: DeviceCodes, { userId, name, description, expiry }: Approval) =>
  db
    .updateTable('device_codes')
    .set({
      state: 'APPROVED',
      user_id: userId,
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

/** The secret is made here, once, and stored nowhere: until now there was none. */
const createToken = async (db: Db, row: DeviceCodes, now: number) => {
  const owner = await db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('id', '=', row.user_id ?? '')
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!owner) return undefined
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

export type Collected = NonNullable<Awaited<ReturnType<typeof createToken>>>

/** The token, once the person approved; otherwise why there is none (yet). */
export const collect = async (db: Db, deviceCode: string, now: number): Promise<Collected | DeviceError> => {
  const row = await db
    .selectFrom('device_codes')
    .selectAll()
    .where('device_hash', '=', deviceHash(deviceCode))
    .executeTakeFirst()
  if (!row || now >= row.expires_at) return 'expired_token'
  if (row.state === 'WAITING') return noteQuestion(db, row, now)
  await remove(db, row)
  if (row.state === 'DENIED') return 'access_denied'
  return (await createToken(db, row, now)) ?? 'access_denied'
}

export const removeOldCodes = (db: Db, now: number) =>
  db.deleteFrom('device_codes').where('expires_at', '<', now).execute()
