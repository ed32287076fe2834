/** Why a known token or key is refused, in words for the caller who has it. Pure. */
import { isWithin } from '../../core/callers/ranges.ts'
import { forbidden, type Problem } from '../../core/problems/problems.ts'
import type { SecretKind } from '../../core/secrets/secret.ts'
import { isExpired, sayInstant } from '../credentials/expiry.ts'
import type { Ender, EndReason } from '../credentials/tables.ts'
import type { BearerRow } from './read-credential.ts'

const noun = (kind: SecretKind) => (kind === 'personal' ? 'token' : 'key')

/** Never a name: the caller with the secret may be a person outside this workspace. */
const ENDERS: Readonly<Record<Ender, string>> = {
  OWNER: 'by its owner',
  ADMINISTRATOR: 'by an administrator',
  HOLDER: 'by someone who had its secret',
  WORKSPACE: 'by a rule of the workspace',
}

const BECAUSE: Readonly<Record<EndReason, string>> = {
  REVOKED: '',
  LEAKED: ', because it leaked',
  IDLE: ', because it was not used',
  POLICY: '',
  RESTORE: ', when a backup was restored',
}

const ended = ({ kind, ended_at, ended_by, end_reason }: BearerRow) =>
  `This ${noun(kind)} was revoked on ${sayInstant(ended_at ?? 0, null)} ${ENDERS[ended_by ?? 'ADMINISTRATOR']}${BECAUSE[end_reason ?? 'REVOKED']}.`

const expired = ({ kind, expires_at, time_zone }: BearerRow) => {
  const next = kind === 'personal' ? 'Create a new one in My access tokens.' : 'Create a new one in Settings, API keys.'
  return `This ${noun(kind)} expired on ${sayInstant(expires_at ?? 0, time_zone)}. ${next}`
}

/** Why a known credential is refused; undefined while it works. Revoked comes first: that was someone's decision. */
export const endOf = (row: BearerRow, now: number): { reason: string; details: string } | undefined => {
  if (row.ended_at !== null) return { reason: 'revoked', details: ended(row) }
  if (isExpired(row.expires_at, now)) return { reason: 'expired', details: expired(row) }
  if (isExpired(row.dies_at, now))
    return { reason: 'replaced', details: `This ${noun(row.kind)} was rotated. Use its new secret.` }
  if (row.deactivated_at !== null)
    return {
      reason: 'owner deactivated',
      details: `The owner of this ${noun(row.kind)} is deactivated. Contact an administrator.`,
    }
  return undefined
}

export const WRONG_ADDRESS = 'wrong address'

/** Where the secret itself is good and its limits do not let it in from here. The ranges stay untold: a thief may ask. */
export const awayFrom = (row: BearerRow, address: string): Problem | undefined => {
  if (row.address_ranges === null || isWithin(address, row.address_ranges)) return undefined
  const details = `This ${noun(row.kind)} can't be used from ${address}. Its owner limited it to certain addresses.`
  return forbidden(details, undefined, WRONG_ADDRESS)
}
