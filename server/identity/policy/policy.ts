/** The workspace's policy for personal tokens: how it is kept, and how new and changed tokens are held to it. */
import * as T from 'typebox'
import type { BodyOf } from '../../../contract/core/operation.ts'
import type { MyTokenPolicy, saveTokenPolicy, TokenPolicy } from '../../../contract/identity/policy.ts'
import { compiled } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { readPayload } from '../../core/jobs/payload.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { ALLOWED, refusedBecause } from '../access/abilities.ts'
import { rolesOf } from '../access/roles.ts'
import { endOfDay } from '../credentials/expiry.ts'
import { allRoles, type Role } from '../roles/roles.ts'
import {
  checkAgainstPolicy,
  isSwitchedOff,
  longestExpiry,
  mustBeReadOnly,
  mustExpire,
  NO_POLICY,
  type OwnerRole,
  type Policy,
  switchedOffReason,
  tooManyReason,
  type Wanted,
} from './rules.ts'

const POLICY = 'token_policy'
const DEVICE_SIGN_IN = 'device_sign_in'

const Stored = T.Object({
  rolesOff: T.Array(T.String()),
  longestDays: T.Union([T.Integer(), T.Null()]),
  expiryRequired: T.Boolean(),
  idleDays: T.Union([T.Integer(), T.Null()]),
  mostTokens: T.Union([T.Integer(), T.Null()]),
  readOnlyRoles: T.Array(T.String()),
  version: T.Integer(),
})

const settingsOf = (db: Db) => db.selectFrom('settings').selectAll().where('key', 'in', [POLICY, DEVICE_SIGN_IN])

export const readPolicy = async (db: Db): Promise<Policy> => policyFrom(await settingsOf(db).execute())

const heldSettings = compiled((db, _: Record<never, never>) => settingsOf(db).forShare())

/** For a write that the policy decides on: it cannot be changed until that write is done. */
export const holdPolicy = async (db: Db): Promise<Policy> => policyFrom(await heldSettings(db, {}))

const policyFrom = (rows: readonly { key: string; value: string }[]): Policy => {
  const settings = new Map(rows.map(({ key, value }) => [key, value]))
  const stored = settings.get(POLICY)
  const deviceSignIn = settings.get(DEVICE_SIGN_IN) !== 'off'
  return stored === undefined ? { ...NO_POLICY, deviceSignIn } : { ...readPayload(Stored, stored), deviceSignIn }
}

const put = (db: Db, key: string, value: string) =>
  db
    .insertInto('settings')
    .values({ key, value })
    .onConflict(on => on.column('key').doUpdateSet({ value }))
    .execute()

export type PolicyEdit = BodyOf<typeof saveTokenPolicy>

const idsOf = (roles: readonly Role[], tags: readonly string[], field: 'rolesOff' | 'readOnlyRoles') =>
  [...new Set(tags)].map(tag => {
    const role = roles.find(one => one.tag === tag)
    if (!role) throw badRequest(`${field}: no role has the tag ${tag}.`, field)
    return role.id
  })

/** The policy as it would be after the edit. @throws Problem 400 for a role that is not there */
export const withEdit = async (db: Db, before: Policy, edit: PolicyEdit): Promise<Policy> => {
  const roles = edit.rolesOff || edit.readOnlyRoles ? await allRoles(db) : []
  return {
    ...before,
    ...edit,
    rolesOff: edit.rolesOff ? idsOf(roles, edit.rolesOff, 'rolesOff') : before.rolesOff,
    readOnlyRoles: edit.readOnlyRoles ? idsOf(roles, edit.readOnlyRoles, 'readOnlyRoles') : before.readOnlyRoles,
  }
}

/** People who were warned under another rule are warned again under the new one. */
const forgetWarnings = (db: Db) =>
  db.updateTable('credentials').set({ idle_warned_at: null }).where('idle_warned_at', 'is not', null).execute()

/** @throws Problem 400 */
export const savePolicy = async (db: Db, edit: PolicyEdit) => {
  const before = await readPolicy(db)
  const after = { ...(await withEdit(db, before, edit)), version: before.version + 1 }
  const { deviceSignIn, ...stored } = after
  await put(db, POLICY, JSON.stringify(stored))
  await put(db, DEVICE_SIGN_IN, deviceSignIn ? 'on' : 'off')
  if (after.idleDays !== before.idleDays) await forgetWarnings(db)
  return { before, after }
}

/** Roles that were deleted since are left out. */
export const presentPolicy = async (db: Db, policy: Policy): Promise<TokenPolicy> => {
  const tags = new Map((await allRoles(db)).map(({ id, tag }) => [id, tag]))
  const tagsOf = (ids: readonly string[]) => ids.flatMap(id => tags.get(id) ?? [])
  return { ...policy, rolesOff: tagsOf(policy.rolesOff), readOnlyRoles: tagsOf(policy.readOnlyRoles) }
}

export const liveTokensOf = async (db: Db, ownerId: string, now: number): Promise<number> => {
  const { live } = await db
    .selectFrom('credentials')
    .select(eb => eb.fn.countAll<number>().as('live'))
    .where('owner_id', '=', ownerId)
    .where('kind', '=', 'personal')
    .where('ended_at', 'is', null)
    .where(eb => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirstOrThrow()
  return Number(live)
}

/** Read only where the policy speaks of roles. */
const rolesUnder = async ({ rolesOff, readOnlyRoles }: Policy, db: Db, ownerId: string | null): Promise<OwnerRole[]> =>
  rolesOff.length + readOnlyRoles.length === 0 ? [] : rolesOf(db, ownerId ?? '')

/** Holds a token that is about to be created to the policy; in the same transaction, so that two at once cannot both be the last. */
export const checkNewToken = async (
  db: Db,
  { ownerId, expiry, readOnly }: { ownerId: string } & Required<Pick<Wanted, 'expiry' | 'readOnly'>>,
  now: number,
) => {
  const policy = await holdPolicy(db)
  const liveTokens = policy.mostTokens === null ? 0 : await liveTokensOf(db, ownerId, now)
  const roles = await rolesUnder(policy, db, ownerId)
  checkAgainstPolicy(policy, { roles, expiry, readOnly, liveTokens }, now)
}

type Row = {
  readonly owner_id: string | null
  readonly expires_at: number | null
  readonly time_zone: string | null
  readonly read_only: 0 | 1
}

/** Holds what a change lets the token do beyond what it may already; what stays or narrows is never refused. */
export const checkWidening = async (db: Db, { before, edit }: { before: Row; edit: Partial<Row> }, now: number) => {
  const after = { ...before, ...edit }
  const isLonger = before.expires_at !== null && (after.expires_at === null || after.expires_at > before.expires_at)
  const mayWrite = before.read_only === 1 && after.read_only === 0
  if (!isLonger && !mayWrite) return
  const wanted = {
    ...(isLonger ? { expiry: { expiresAt: after.expires_at, timeZone: after.time_zone } } : {}),
    ...(mayWrite ? { readOnly: false } : {}),
  }
  const policy = await holdPolicy(db)
  checkAgainstPolicy(policy, { ...wanted, roles: await rolesUnder(policy, db, before.owner_id) }, now)
}

/** A token that gets a new secret, or makes a key, lives on: only one that the policy would allow today does. @throws Problem 400 or 403 */
export const checkLivesOn = async (db: Db, token: Row, now: number) => {
  const expiry = { expiresAt: token.expires_at, timeZone: token.time_zone }
  const wanted = { expiry, readOnly: token.read_only === 1 }
  const policy = await holdPolicy(db)
  checkAgainstPolicy(policy, { ...wanted, roles: await rolesUnder(policy, db, token.owner_id) }, now)
}

const allowedFor = (policy: Policy, roles: readonly OwnerRole[], left: number | null) => {
  if (isSwitchedOff(policy, roles)) return refusedBecause(switchedOffReason(roles))
  return left === 0 ? refusedBecause(tooManyReason(policy.mostTokens ?? 0)) : ALLOWED
}

/** What the policy means for one person. @throws Problem 400 for a zone that is none */
export const policyFor = async (
  db: Db,
  { userId, timeZone }: { userId: string; timeZone: string | undefined },
  now: number,
): Promise<MyTokenPolicy> => {
  const policy = await readPolicy(db)
  const roles = await rolesOf(db, userId)
  const { longestDays, idleDays, mostTokens, deviceSignIn } = policy
  const zone = timeZone === undefined ? 'UTC' : endOfDay('2000-01-01', timeZone).timeZone
  const left = mostTokens === null ? null : Math.max(0, mostTokens - (await liveTokensOf(db, userId, now)))
  return {
    allowed: allowedFor(policy, roles, left),
    longestDays,
    latestDay: longestDays === null ? null : longestExpiry(longestDays, zone, now).lastDay,
    expiryRequired: mustExpire(policy),
    readOnlyRequired: mustBeReadOnly(policy, roles),
    idleDays,
    mostTokens,
    tokensLeft: left,
    deviceSignIn,
  }
}
