/** Which live tokens a policy touches, read some at a time. */

import { setImmediate } from 'node:timers/promises'
import type { PolicyPreview, PolicyRule, TouchedToken } from '../../contract/policy.ts'
import { type HeldRole, rolesOfMany } from '../access/roles.ts'
import type { Db } from '../db/database.ts'
import { isoOrNull } from '../http/instant.ts'
import { isLive } from '../tokens/filter.ts'
import { brokenRules, type Deed, deedFor, type Policy, touches } from './rules.ts'

const CHUNK = 500
const MOST_LISTED = 200

const liveTokens = (db: Db, now: number) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('users as u', 'u.id', 'c.owner_id')
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .select(['c.cid', 'c.name', 'c.owner_id', 'c.created_at', 'used.last_used_at', 'c.version'])
    .select(['c.expires_at', 'c.last_day', 'c.time_zone', 'c.read_only'])
    .select(['u.email', 'u.name as owner_name'])
    .where('c.kind', '=', 'personal')
    .where(isLive(now))

type Row = Awaited<ReturnType<ReturnType<typeof liveTokens>['execute']>>[number]

/** A token that breaks a rule, and what applying the policy does to it. */
export type Touched = { readonly row: Row; readonly broken: readonly PolicyRule[]; readonly deed: Deed }

const judge = (policy: Policy, row: Row, roles: readonly HeldRole[], place: number, now: number): Touched[] => {
  const broken = brokenRules(policy, roles, { ...row, place }, now)
  return broken.length === 0 ? [] : [{ row, broken, deed: deedFor(policy, broken, row, now) }]
}

const rolesOfOwners = (db: Db, rows: readonly Row[]) =>
  rolesOfMany(db, [...new Set(rows.map(({ owner_id }) => owner_id ?? ''))])

/** Those of these tokens that are live and break a rule, as they are at this moment. */
export const touchedAmong = async (db: Db, policy: Policy, cids: readonly string[], now: number) => {
  const rows = await liveTokens(db, now).where('c.cid', 'in', cids).execute()
  const roles = await rolesOfOwners(db, rows)
  return rows.flatMap(row => judge(policy, row, roles.get(row.owner_id ?? '') ?? [], 0, now))
}

const after = (db: Db, last: Row | undefined, now: number) => {
  const list = liveTokens(db, now).orderBy('c.owner_id').orderBy('c.created_at').orderBy('c.cid').limit(CHUNK)
  if (!last) return list.execute()
  const { owner_id, created_at, cid } = last
  return list
    .where(eb =>
      eb.or([
        eb('c.owner_id', '>', owner_id),
        eb.and([eb('c.owner_id', '=', owner_id), eb('c.created_at', '>', created_at)]),
        eb.and([eb('c.owner_id', '=', owner_id), eb('c.created_at', '=', created_at), eb('c.cid', '>', cid)]),
      ]),
    )
    .execute()
}

/** Every live token that breaks a rule, by owner and age. */
export async function* survey(db: Db, policy: Policy, now: number): AsyncGenerator<Touched> {
  let last: Row | undefined
  let place = 0
  for (;;) {
    const rows = await after(db, last, now)
    const roles = await rolesOfOwners(db, rows)
    for (const row of rows) {
      place = row.owner_id === last?.owner_id ? place + 1 : 0
      last = row
      yield* judge(policy, row, roles.get(row.owner_id ?? '') ?? [], place, now)
    }
    if (rows.length < CHUNK) return
    await setImmediate()
  }
}

const outcomeOf = ({ deed, broken }: Touched): TouchedToken['outcome'] => {
  if (deed.ends) return 'ENDS'
  if (touches(deed)) return 'CHANGES'
  return broken.includes('idleDays') ? 'WARNED' : 'STAYS'
}

const present = (touched: Touched): TouchedToken => {
  const { row, broken, deed } = touched
  return {
    cid: row.cid,
    name: row.name,
    owner: { id: row.owner_id ?? '', email: row.email, name: row.owner_name },
    breaks: [...broken],
    outcome: outcomeOf(touched),
    expirationDate: isoOrNull(row.expires_at),
    becomes: {
      ...(deed.shortened ? { lastDay: deed.shortened.lastDay } : {}),
      ...(deed.readOnly ? { readOnly: true as const } : {}),
    },
  }
}

export const previewOf = async (db: Db, policy: Policy, now: number): Promise<PolicyPreview> => {
  const rules = { rolesOff: 0, longestDays: 0, expiryRequired: 0, readOnlyRoles: 0, idleDays: 0, mostTokens: 0 }
  const preview: PolicyPreview = { rules, touched: 0, ending: 0, tokens: [], total: 0 }
  for await (const touched of survey(db, policy, now)) {
    for (const rule of touched.broken) rules[rule]++
    preview.total++
    if (touches(touched.deed)) preview.touched++
    if (touched.deed.ends) preview.ending++
    if (preview.tokens.length < MOST_LISTED) preview.tokens.push(present(touched))
  }
  return preview
}
