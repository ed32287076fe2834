/** Which active tokens a policy affects, read in chunks. */

import type { PolicyPreview, PolicyRule, TouchedToken } from '../../../contract/identity/policy.ts'
import type { Db } from '../../core/db/database.ts'
import { isoOrNull } from '../../core/problems/instant.ts'
import { type HeldRole, rolesOfMany } from '../access/roles.ts'
import { brokenRules, type Enforcement, enforcementFor, type Policy, touches } from '../policy/rules.ts'
import { isOver } from '../tokens/tokens.ts'
import { type Row, tokensByOwner, tokensWith } from './walk.ts'

const MOST_LISTED = 200

/** A token that breaks a rule, and what applying the policy does to it. */
export type Touched = { readonly row: Row; readonly broken: readonly PolicyRule[]; readonly enforcement: Enforcement }

/** What depends on the owner: their roles, and the token's index among their active tokens. */
type OfOwner = { readonly roles: readonly HeldRole[]; readonly index: number }

/** The policy that tokens are held to, and the instant at which they are. */
type Rule = { readonly policy: Policy; readonly now: number }

const judge = (row: Row, { roles, index }: OfOwner, { policy, now }: Rule): Touched[] => {
  const broken = brokenRules(policy, { ...row, roles, index }, now)
  return broken.length === 0
    ? []
    : [{ row, broken, enforcement: enforcementFor(policy, { time_zone: row.time_zone, broken }, now) }]
}

const rolesOfOwners = (db: Db, rows: readonly Row[]) =>
  rolesOfMany(db, [...new Set(rows.map(({ owner_id }) => owner_id ?? ''))])

/** Those of these tokens that are live and break a rule, as they are at this moment. */
export const touchedAmong = async (db: Db, cids: readonly string[], rule: Rule) => {
  const rows = (await tokensWith(db, cids)).filter(row => !isOver(row, rule.now))
  const roles = await rolesOfOwners(db, rows)
  return rows.flatMap(row => judge(row, { roles: roles.get(row.owner_id ?? '') ?? [], index: 0 }, rule))
}

/** Every active token that breaks a rule, by owner and age. */
export async function* survey(db: Db, policy: Policy, now: number): AsyncGenerator<Touched> {
  const rule = { policy, now }
  let owner: string | null = null
  let index = 0
  for await (const rows of tokensByOwner(db)) {
    const roles = await rolesOfOwners(db, rows)
    for (const row of rows) {
      if (isOver(row, now)) continue
      index = row.owner_id === owner ? index + 1 : 0
      owner = row.owner_id
      yield* judge(row, { roles: roles.get(row.owner_id ?? '') ?? [], index }, rule)
    }
  }
}

const outcomeOf = ({ enforcement, broken }: Touched): TouchedToken['outcome'] => {
  if (enforcement.ends) return 'ENDS'
  if (touches(enforcement)) return 'CHANGES'
  return broken.includes('idleDays') ? 'WARNED' : 'STAYS'
}

const present = (touched: Touched): TouchedToken => {
  const { row, broken, enforcement } = touched
  return {
    cid: row.cid,
    name: row.name,
    owner: { id: row.owner_id ?? '', email: row.email, name: row.owner_name },
    breaks: [...broken],
    outcome: outcomeOf(touched),
    expirationDate: isoOrNull(row.expires_at),
    becomes: {
      ...(enforcement.shortened ? { lastDay: enforcement.shortened.lastDay } : {}),
      ...(enforcement.readOnly ? { readOnly: true as const } : {}),
    },
  }
}

export const previewOf = async (db: Db, policy: Policy, now: number): Promise<PolicyPreview> => {
  const rules = { rolesOff: 0, longestDays: 0, expiryRequired: 0, readOnlyRoles: 0, idleDays: 0, mostTokens: 0 }
  const preview: PolicyPreview = { rules, touched: 0, ending: 0, tokens: [], total: 0 }
  for await (const touched of survey(db, policy, now)) {
    for (const rule of touched.broken) rules[rule]++
    preview.total++
    if (touches(touched.enforcement)) preview.touched++
    if (touched.enforcement.ends) preview.ending++
    if (preview.tokens.length < MOST_LISTED) preview.tokens.push(present(touched))
  }
  return preview
}
