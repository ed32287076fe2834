/** Cookie or bearer → Actor, here and nowhere else. Reads the truth on every request: nothing about a credential is cached. */

import type { Permission } from '../../../contract/core/permissions.ts'
import {
  type Actor,
  ANONYMOUS,
  type Anonymous,
  type BearerCredential,
  type Held,
  type KeyActor,
  type SessionActor,
  type TokenActor,
} from '../../core/callers/actor.ts'
import { isWithin } from '../../core/callers/ranges.ts'
import type { Database, Db } from '../../core/db/database.ts'
import type { Flag } from '../../core/db/tables.ts'
import { forbidden, invalidToken, type Problem } from '../../core/problems/problems.ts'
import { hashOf, kindOf, type SecretKind } from '../../core/secrets/secret.ts'
import { isExpired, sayInstant } from '../credentials/expiry.ts'
import { firstUse } from '../credentials/rotation.ts'
import type { Ender, EndReason } from '../credentials/tables.ts'
import { narrowed } from './narrowing.ts'
import { grantsOf, heldFrom } from './roles.ts'

type BearerRow = TokenRow | KeyRow

type CommonRow = {
  cid: string
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
  read_only: Flag
  allowed_permissions: string | null
  address_ranges: string | null
}

type TokenRow = CommonRow & { kind: 'personal' }

type KeyRow = CommonRow & {
  kind: 'workspace'
  own_grants: string | null
  /** Of the keys that this key was made by, nearest first: what each holds, a form feed between them. */
  makers_grants: string | null
  limited_by: string | null
}

/** The keys and the token that a key was made by, directly or through another. */
const makersOf = (cid: string) => `with recursive makers(cid) as (select made_by from credentials where cid = ${cid}
  union select m.made_by from credentials m join makers on m.cid = makers.cid)`

const BEARER = `c.cid, c.kind, c.name, s.last4, c.expires_at, c.time_zone, c.ended_at, c.ended_by, c.end_reason, s.dies_at, s.replaces, s.first_used_at, c.owner_id,
  u.email, u.name as owner_name, u.deactivated_at, ${grantsOf('c.owner_id')} as owner_grants`

const BEARERS = 'from secrets s join credentials c on c.cid = s.cid left join users u on u.id = c.owner_id'

const TOKEN = `select ${BEARER}, c.read_only, c.allowed_permissions, c.address_ranges
  ${BEARERS} where s.hash = $1 and c.kind = 'personal'`

const KEY = `select ${BEARER}, ${grantsOf('c.cid')} as own_grants,
  case when c.made_by is not null then (${makersOf('c.cid')}
    select string_agg(coalesce(${grantsOf('k.cid')}, ''), '\f') from makers join credentials k on k.cid = makers.cid where k.kind = 'workspace') end as makers_grants,
  c.limited_by, coalesce(l.read_only, c.read_only) as read_only, coalesce(l.allowed_permissions, c.allowed_permissions) as allowed_permissions,
  coalesce(l.address_ranges, c.address_ranges) as address_ranges
  ${BEARERS} left join credentials l on l.cid = c.limited_by where s.hash = $1 and c.kind = 'workspace'`

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

const SESSION = `select s.id, s.user_id, coalesce(seen.last_seen_at, s.created_at) as last_seen_at, s.expires_at, s.proved_at, u.email, u.name, u.deactivated_at, ${grantsOf('s.user_id')} as grants
  from sessions s join users u on u.id = s.user_id left join session_uses seen on seen.hash = s.hash where s.hash = $1`

const HELD =
  'held as materialized (select c.cid, c.owner_id from secrets s join credentials c on c.cid = s.cid where s.hash = $1'

const OWNERS = `owners as materialized (select u.id from users u where u.id in (select owner_id from held) for share of u)`

const rolesOf = (holders: string) =>
  `held_roles as materialized (select r.id from roles r where r.id in (select g.role from role_grants g where g.holder_id in (${holders})) for share of r)`

/**
 * The same reading as the first statement of a write: it locks every row that the authority comes from, so that whatever takes it
 * away waits for this write, or is seen by it. Under snapshot isolation the reading alone would not do.
 */
const lockedToken = (lock: RowLock) => `with ${HELD} ${lock} of s, c), ${OWNERS}, ${rolesOf('select id from owners')}
  ${TOKEN} and (select count(*) from held) + (select count(*) from held_roles) > 0`

const lockedKey = (lock: RowLock) => `with ${HELD} ${lock} of s, c), ${OWNERS},
  made as materialized (select m.cid from credentials m where m.cid in (${makersOf('(select cid from held)')} select cid from makers) for share of m),
  holders as materialized (select cid as id from held union all select id from owners union all select cid from made), ${rolesOf('select id from holders')}
  ${KEY} and (select count(*) from holders) + (select count(*) from held_roles) > 0`

const lockedSession = (
  lock: RowLock,
) => `with held as materialized (select s.user_id from sessions s join users u on u.id = s.user_id where s.hash = $1 ${lock} of s, u),
  ${rolesOf('select user_id from held')}
  ${SESSION} and (select count(*) from held) + (select count(*) from held_roles) > 0`

/** `for update` where the operation changes the credential that it is called with. */
type RowLock = 'for share' | 'for update'

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

const credentialOf = (row: BearerRow, hash: string, unlimited: ReadonlySet<Permission>): BearerCredential => ({
  hash,
  cid: row.cid,
  name: row.name,
  last4: row.last4,
  expiresAt: row.expires_at,
  readOnly: row.read_only === 1,
  unlimited,
  limitedBy: row.kind === 'personal' ? row.cid : row.limited_by,
})

/** A key never exceeds the keys it was made by, nor the person whose token is at the beginning. */
const ofKey = ({ makers_grants }: KeyRow, own: Held, owner: Held | undefined): ReadonlySet<Permission> => {
  const makers = makers_grants === null ? [] : makers_grants.split('\f').map(heldFrom)
  return [...makers, ...(owner ? [owner] : [])].reduce(
    (left, { permissions }) => left.intersection(permissions),
    own.permissions,
  )
}

const bearerActor = (row: BearerRow, hash: string): Bearer => {
  const user =
    row.owner_id === null ? undefined : { id: row.owner_id, email: row.email ?? '', name: row.owner_name ?? '' }
  const owner = heldFrom(row.owner_grants)
  const own = row.kind === 'personal' ? owner : heldFrom(row.own_grants)
  const unlimited = row.kind === 'personal' ? own.permissions : ofKey(row, own, user && owner)
  const held = { roles: own.roles, permissions: narrowed(unlimited, row.allowed_permissions) }
  const credential = credentialOf(row, hash, unlimited)
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
  /**
   * Reads again the credential that the actor was authenticated with. Inside a write transaction it must be the first statement: it
   * locks what the authority comes from.
   */
  again(actor: Proven, at: { address: string; now: number }, write?: Write): Promise<Outcome | SessionActor | Anonymous>
}

type Proven = Bearer | SessionActor

/** `changesOwn`: the operation changes the credential that it is called with. */
export type Write = { readonly db: Db; readonly changesOwn: boolean }

export const authenticator = (database: Database, sessionIdleMs: number): Authenticate => {
  const bearers = {
    personal: statementsOf<TokenRow>(database, TOKEN, lockedToken),
    workspace: statementsOf<KeyRow>(database, KEY, lockedKey),
  }
  const sessions = statementsOf<SessionRow>(database, SESSION, lockedSession)

  const sessionFrom = (row: SessionRow | undefined, hash: string, now: number): SessionActor | Anonymous => {
    if (!row || row.deactivated_at !== null || now >= row.expires_at || now >= row.last_seen_at + sessionIdleMs)
      return ANONYMOUS
    return {
      kind: 'session',
      user: { id: row.user_id, email: row.email, name: row.name },
      session: { id: row.id, hash, provedAt: row.proved_at },
      ...heldFrom(row.grants),
    }
  }

  return {
    async bearer(secret, address, now) {
      const kind = kindOf(secret)
      if (!kind) return UNKNOWN
      const hash = hashOf(secret)
      const [row] = await bearers[kind]([hash])
      const outcome = judge(row, { hash, address, now })
      if (outcome.is === 'live' && row?.replaces && row.first_used_at === null) await firstUse(database, hash, now)
      return outcome
    },
    async session(cookie, now) {
      const hash = hashOf(cookie)
      const [row] = await sessions([hash])
      return sessionFrom(row, hash, now)
    },
    async again(actor, { address, now }, write) {
      if (actor.kind === 'session')
        return sessionFrom((await sessions([actor.session.hash], write))[0], actor.session.hash, now)
      const { hash } = actor.credential
      const read = actor.kind === 'personal-token' ? bearers.personal : bearers.workspace
      return judge((await read([hash], write))[0], { hash, address, now })
    },
  }
}

/** Outside a write the plain reading; inside one the reading that locks, where rows can be locked. */
const statementsOf = <Row>(database: Database, plain: string, locked: (lock: RowLock) => string) => {
  const read = database.statement<Row>(plain)
  const share = database.statement<Row>(locked('for share'))
  const update = database.statement<Row>(locked('for update'))
  return (params: readonly string[], write?: Write) => {
    if (!write || !database.locksRows) return read(params, write?.db)
    return (write.changesOwn ? update : share)(params, write.db)
  }
}

/** A secret, by its hash, as it came in: from where, and when. */
type Presented = { readonly hash: string; readonly address: string; readonly now: number }

const judge = (row: BearerRow | undefined, { hash, address, now }: Presented): Outcome => {
  if (!row) return UNKNOWN
  const actor = bearerActor(row, hash)
  const end = endOf(row, now)
  if (end) return { is: 'refused', actor, reason: end.reason, problem: invalidToken(end.details, end.reason) }
  const away = awayFrom(row, address)
  if (away) return { is: 'refused', actor, reason: WRONG_ADDRESS, problem: away }
  return { is: 'live', actor }
}
