/** Personal tokens as the API shows them. Pure. */

import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'
import { ALLOWED, refusedBecause } from '../access/abilities.ts'
import { isExpired } from '../credentials/expiry.ts'
import { presentLimits } from '../credentials/limits.ts'
import type { Use } from '../credentials/usage.ts'
import { canEdit, canRevoke, isOver, isRotating, type LastUsed, MAY_NOT_REVOKE, type TokenRow } from './tokens.ts'

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

const storedUse = (row: LastUsed): Omit<Use, 'last4'> | undefined =>
  row.last_used_at === null
    ? undefined
    : { at: row.last_used_at, address: row.last_used_address ?? '', client: row.last_used_client ?? '' }

/** `gathered` are uses that are still in memory; they are newer than what the row says. */
export const presentLastUse = (row: LastUsed, gathered: readonly Use[]) => {
  const use = gathered.toSorted((a, b) => b.at - a.at)[0] ?? storedUse(row)
  return use ? { at: iso(use.at), address: use.address, client: use.client } : null
}

const presentSlot = (last4: string, row: LastUsed, gathered: readonly Use[]) => ({
  last4,
  lastUsed: presentLastUse(
    row,
    gathered.filter(use => use.last4 === last4),
  ),
})

const currentUse = (row: TokenRow): LastUsed => ({
  last_used_at: row.current_used_at,
  last_used_address: row.current_used_address,
  last_used_client: row.current_used_client,
})

const previousUse = (row: TokenRow): LastUsed => ({
  last_used_at: row.previous_used_at,
  last_used_address: row.previous_used_address,
  last_used_client: row.previous_used_client,
})

const presentRotation = (row: TokenRow, now: number, gathered: readonly Use[]): PersonalToken['rotation'] => {
  if (row.previous_last4 === null || row.previous_dies_at === null || !isRotating(row, now)) return null
  if (isOver(row, now)) return null
  return {
    at: iso(row.rotated_at),
    firstUsed: row.first_used_at === null ? null : iso(row.first_used_at),
    current: presentSlot(row.last4, currentUse(row), gathered),
    previous: presentSlot(row.previous_last4, previousUse(row), gathered),
    previousWorksUntil: iso(row.previous_dies_at),
    minutesAfterFirstUse: row.grace_ms === null ? null : row.grace_ms / 60_000,
  }
}

/** A token that was revoked or expired can be neither changed nor rotated. */
const abilitiesOf = (row: TokenRow, actor: Actor, now: number): NonNullable<PersonalToken['abilities']> => {
  const over = isOver(row, now) ? refusedBecause('This token is revoked or expired.') : undefined
  const own = canEdit(actor, row) ? ALLOWED : refusedBecause('Only its owner can change a token.')
  const revoke = canRevoke(actor, row) ? ALLOWED : refusedBecause(MAY_NOT_REVOKE)
  return {
    edit: over ?? own,
    rotate: over ?? own,
    revoke: row.ended_at === null ? revoke : refusedBecause('It is already revoked.'),
  }
}

export const presentToken = (
  row: TokenRow,
  { actor, now }: { actor: Actor; now: number },
  gathered: readonly Use[],
): PersonalToken => ({
  cid: row.cid,
  name: row.name,
  description: row.description,
  last4: row.last4,
  createdDate: iso(row.created_at),
  ...presentExpiry(row),
  limits: presentLimits(row),
  rotatesItself: row.rotates_itself === 1,
  rotation: presentRotation(row, now, gathered),
  lastUsed: presentLastUse(row, gathered),
  state: stateOf(row, now),
  ended: presentEnd(row, now),
  owner: { id: row.owner_id ?? '', email: row.email, name: row.owner_name },
  version: row.version,
  abilities: abilitiesOf(row, actor, now),
})
