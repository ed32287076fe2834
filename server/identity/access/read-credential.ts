/** Reads the caller behind a secret or a cookie, in one statement each; and the same with locks, as the first statement of a write. */
import type { Flag } from '../../core/db/tables.ts'
import type { Ender, EndReason } from '../credentials/tables.ts'
import { grantsOf } from './roles.ts'

export type BearerRow = TokenRow | KeyRow

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

export type TokenRow = CommonRow & { kind: 'personal' }

export type KeyRow = CommonRow & {
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

/** A credential that has an owner's authority alone, by the hash of its secret; other slices may have columns of their own beside it. */
export const ownSecret = (kind: 'personal' | 'webhook', { columns = '', joins = '' } = {}) =>
  `select ${BEARER}, c.read_only, c.allowed_permissions, c.address_ranges${columns}
  ${BEARERS} ${joins} where s.hash = $1 and c.kind = '${kind}'`

export const TOKEN = ownSecret('personal')

export const KEY = `select ${BEARER}, ${grantsOf('c.cid')} as own_grants,
  case when c.made_by is not null then (${makersOf('c.cid')}
    select string_agg(coalesce(${grantsOf('k.cid')}, ''), '\f') from makers join credentials k on k.cid = makers.cid where k.kind = 'workspace') end as makers_grants,
  c.limited_by, coalesce(l.read_only, c.read_only) as read_only, coalesce(l.allowed_permissions, c.allowed_permissions) as allowed_permissions,
  coalesce(l.address_ranges, c.address_ranges) as address_ranges
  ${BEARERS} left join credentials l on l.cid = c.limited_by where s.hash = $1 and c.kind = 'workspace'`

export type SessionRow = {
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

export const SESSION = `select s.id, s.user_id, coalesce(seen.last_seen_at, s.created_at) as last_seen_at, s.expires_at, s.proved_at, u.email, u.name, u.deactivated_at, ${grantsOf('s.user_id')} as grants
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
export const lockedOwn = (
  read: string,
  lock: RowLock,
) => `with ${HELD} ${lock} of s, c), ${OWNERS}, ${rolesOf('select id from owners')}
  ${read} and (select count(*) from held) + (select count(*) from held_roles) > 0`

export const lockedToken = (lock: RowLock) => lockedOwn(TOKEN, lock)

export const lockedKey = (lock: RowLock) => `with ${HELD} ${lock} of s, c), ${OWNERS},
  made as materialized (select m.cid from credentials m where m.cid in (${makersOf('(select cid from held)')} select cid from makers) for share of m),
  holders as materialized (select cid as id from held union all select id from owners union all select cid from made), ${rolesOf('select id from holders')}
  ${KEY} and (select count(*) from holders) + (select count(*) from held_roles) > 0`

export const lockedSession = (
  lock: RowLock,
) => `with held as materialized (select s.user_id from sessions s join users u on u.id = s.user_id where s.hash = $1 ${lock} of s, u),
  ${rolesOf('select user_id from held')}
  ${SESSION} and (select count(*) from held) + (select count(*) from held_roles) > 0`

/** `for update` where the operation changes the credential that it is called with. */
export type RowLock = 'for share' | 'for update'
