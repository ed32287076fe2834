/** Personal tokens as the API shows them. Pure. */

import type { Selectable } from 'kysely'
import type { PersonalToken } from '../../contract/tokens.ts'
import { ALLOWED, refusedBecause } from '../access/abilities.ts'
import type { Actor } from '../access/actor.ts'
import type { Credentials } from '../db/tables.ts'
import { isExpired } from './expiry.ts'
import { canEdit, canRevoke, type TokenRow } from './tokens.ts'

const iso = (at: number) => new Date(at).toISOString()

export const presentExpiry = (row: {
  expires_at: number | null
  last_day: string | null
  time_zone: string | null
}) => ({
  expirationDate: row.expires_at === null ? null : iso(row.expires_at),
  lastDay: row.last_day,
  timeZone: row.time_zone,
})

const stateOf = (row: TokenRow, now: number): PersonalToken['state'] => {
  if (row.ended_at !== null) return 'REVOKED'
  if (isExpired(row.expires_at, now)) return 'EXPIRED'
  return row.deactivated_at === null ? 'ACTIVE' : 'OWNER_DEACTIVATED'
}

const presentEnd = (row: TokenRow, now: number): PersonalToken['ended'] => {
  if (row.ended_at !== null)
    return {
      at: iso(row.ended_at),
      reason: row.end_reason ?? 'REVOKED',
      by: row.ended_by ?? 'ADMINISTRATOR',
      person: row.ended_by_email,
    }
  if (row.expires_at !== null && isExpired(row.expires_at, now))
    return { at: iso(row.expires_at), reason: 'EXPIRED', by: null, person: null }
  return null
}

export type LastUse = { at: number; address: string; client: string }

const storedUse = (row: Selectable<Credentials>): LastUse | undefined =>
  row.last_used_at === null
    ? undefined
    : { at: row.last_used_at, address: row.last_used_address ?? '', client: row.last_used_client ?? '' }

/** `gathered` is a use that is still in memory; it is newer than what the row says. */
export const presentLastUse = (row: Selectable<Credentials>, gathered: LastUse | undefined) => {
  const use = gathered ?? storedUse(row)
  return use ? { at: iso(use.at), address: use.address, client: use.client } : null
}

export const presentToken = (
  row: TokenRow,
  actor: Actor,
  now: number,
  gathered: LastUse | undefined,
): PersonalToken => ({
  cid: row.cid,
  name: row.name,
  description: row.description,
  last4: row.last4,
  createdDate: iso(row.created_at),
  ...presentExpiry(row),
  lastUsed: presentLastUse(row, gathered),
  state: stateOf(row, now),
  ended: presentEnd(row, now),
  owner: { id: row.owner_id ?? '', email: row.email, name: row.owner_name },
  version: row.version,
  abilities: {
    edit: canEdit(actor, row) ? ALLOWED : refusedBecause('Only its owner can rename a token.'),
    revoke:
      row.ended_at !== null
        ? refusedBecause('It was revoked before.')
        : canRevoke(actor, row)
          ? ALLOWED
          : refusedBecause('Only its owner or an administrator can revoke it.'),
  },
})
