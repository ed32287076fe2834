/** Cookie or bearer → Actor, here and nowhere else. Reads the truth on every request: nothing about a credential is cached. */

import type { Permission } from '../../contract/permissions.ts'
import type { Database } from '../db/database.ts'
import type { Ender, EndReason, Flag } from '../db/tables.ts'
import { forbidden, invalidToken, type Problem } from '../http/problems.ts'
import { isExpired, sayInstant } from '../tokens/expiry.ts'
import { firstUse } from '../tokens/rotation.ts'
import { hashOf, isWellFormed, type SecretKind } from '../tokens/secret.ts'
import { type Actor, ANONYMOUS, type BearerCredential, type KeyActor, type TokenActor } from './actor.ts'
import { narrowed } from './narrowing.ts'
import { isWithin } from './ranges.ts'
import { grantsOf, heldFrom } from './roles.ts'

type BearerRow = {
  cid: string
  kind: SecretKind
  name: string
  last4: string
  expires_at: number | null
  time_zone: string | null
  ended_at: number | null
  ended_by: Ender | null
  end_reason: EndReason | null
  dies_at: number | null
  replaces: string | null
  first_used_at: number | null
  owner_id: string | null
  email: string | null
  owner_name: string | null
  deactivated_at: number | null
  owner_grants: string | null
  own_grants: string | null
  limited_by: string | null
  read_only: Flag
  allowed_permissions: string | null
  address_ranges: string | null
}

const BEARER = `select c.cid, c.kind, c.name, s.last4, c.expires_at, c.time_zone, c.ended_at, c.ended_by, c.end_reason, s.dies_at, s.replaces, s.first_used_at, c.owner_id,
  u.email, u.name as owner_name, u.deactivated_at, ${grantsOf('c.owner_id')} as owner_grants,
  case when c.kind = 'workspace' then ${grantsOf('c.cid')} end as own_grants,
  c.limited_by, coalesce(l.read_only, c.read_only) as read_only, coalesce(l.allowed_permissions, c.allowed_permissions) as allowed_permissions,
  coalesce(l.address_ranges, c.address_ranges) as address_ranges
  from secrets s join credentials c on c.cid = s.cid left join users u on u.id = c.owner_id
  left join credentials l on l.cid = c.limited_by where s.hash = $1`

type SessionRow = {
  id: string
  user_id: string
  last_seen_at: number
  expires_at: number
  proved_at: number
  email: string
  name: string
  deactivated_at: number | null
  grants: string | null
}

const SESSION = `select s.id, s.user_id, s.last_seen_at, s.expires_at, s.proved_at, u.email, u.name, u.deactivated_at, ${grantsOf('s.user_id')} as grants
  from sessions s join users u on u.id = s.user_id where s.hash = $1`

type Bearer = TokenActor | KeyActor

/** A live credential; or a real one that is told why it does not work (any more, or from here); or an unknown string. */
export type Outcome =
  | { readonly is: 'live'; readonly actor: Bearer }
  | { readonly is: 'refused'; readonly actor: Bearer; readonly reason: string; readonly problem: Problem }
  | { readonly is: 'unknown' }

const UNKNOWN: Outcome = { is: 'unknown' }

const noun = (kind: SecretKind) => (kind === 'personal' ? 'token' : 'key')

/** Never a name: whoever holds the secret need not be anybody of this workspace. */
const ENDERS: Readonly<Record<Ender, string>> = {
  OWNER: 'by its owner',
  ADMINISTRATOR: 'by an administrator',
  HOLDER: 'by somebody who held it',
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

/** Why a known credential is refused; undefined while it works. Revoked comes first: that was somebody's decision. */
const endOf = (row: BearerRow, now: number): { reason: string; details: string } | undefined => {
  if (row.ended_at !== null) return { reason: 'revoked', details: ended(row) }
  if (isExpired(row.expires_at, now)) return { reason: 'expired', details: expired(row) }
  if (isExpired(row.dies_at, now))
    return { reason: 'replaced', details: `This ${noun(row.kind)} was rotated. Use its new secret.` }
  if (row.deactivated_at !== null)
    return {
      reason: 'owner deactivated',
      details: `This ${noun(row.kind)}'s owner is deactivated. Ask an administrator.`,
    }
  return undefined
}

const credentialOf = (row: BearerRow, unlimited: ReadonlySet<Permission>): BearerCredential => ({
  cid: row.cid,
  name: row.name,
  last4: row.last4,
  expiresAt: row.expires_at,
  readOnly: row.read_only === 1,
  unlimited,
  limitedBy: row.kind === 'personal' ? row.cid : row.limited_by,
})

const bearerActor = (row: BearerRow): Bearer => {
  const user =
    row.owner_id === null ? undefined : { id: row.owner_id, email: row.email ?? '', name: row.owner_name ?? '' }
  const owner = heldFrom(row.owner_grants)
  const own = row.kind === 'personal' ? owner : heldFrom(row.own_grants)
  const unlimited = row.kind === 'workspace' && user ? own.permissions.intersection(owner.permissions) : own.permissions
  const held = { roles: own.roles, permissions: narrowed(unlimited, row.allowed_permissions) }
  const credential = credentialOf(row, unlimited)
  return row.kind === 'personal' && user
    ? { kind: 'personal-token', user, credential, ...held }
    : { kind: 'api-key', user, credential, ...held }
}

const WRONG_ADDRESS = 'wrong address'

/** Where the secret itself is good and its limits do not let it in from here. The ranges stay untold: a thief may ask. */
const awayFrom = (row: BearerRow, address: string): Problem | undefined => {
  if (row.address_ranges === null || isWithin(address, row.address_ranges)) return undefined
  const details = `This ${noun(row.kind)} may not be used from ${address}. Its owner limited where it works.`
  return forbidden(details, undefined, WRONG_ADDRESS)
}

export type Authenticate = {
  bearer(secret: string, address: string, now: number): Promise<Outcome>
  session(cookie: string, now: number): Promise<Actor>
}

export const authenticator = (database: Database, sessionIdleMs: number): Authenticate => {
  const findBearer = database.statement<BearerRow>(BEARER)
  const findSession = database.statement<SessionRow>(SESSION)
  return {
    async bearer(secret, address, now) {
      if (!isWellFormed(secret)) return UNKNOWN
      const hash = hashOf(secret)
      const [row] = await findBearer([hash])
      if (!row) return UNKNOWN
      const actor = bearerActor(row)
      const end = endOf(row, now)
      if (end) return { is: 'refused', actor, reason: end.reason, problem: invalidToken(end.details) }
      const away = awayFrom(row, address)
      if (away) return { is: 'refused', actor, reason: WRONG_ADDRESS, problem: away }
      if (row.replaces !== null && row.first_used_at === null) await firstUse(database, hash, now)
      return { is: 'live', actor }
    },
    async session(cookie, now) {
      const hash = hashOf(cookie)
      const [row] = await findSession([hash])
      if (!row || row.deactivated_at !== null || now >= row.expires_at || now >= row.last_seen_at + sessionIdleMs)
        return ANONYMOUS
      return {
        kind: 'session',
        user: { id: row.user_id, email: row.email, name: row.name },
        session: { id: row.id, hash, provedAt: row.proved_at },
        ...heldFrom(row.grants),
      }
    },
  }
}
