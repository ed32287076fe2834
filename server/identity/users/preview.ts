/** What a deactivation or other roles would stop: the active credentials it affects, and which calls of the last 30 days it would have refused. */

import { isPermission, type Permission } from '../../../contract/core/permissions.ts'
import type { TouchedCredential } from '../../../contract/identity/users.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import type { Services } from '../../core/services/services.ts'
import { CURRENT } from '../credentials/current.ts'
import { chosenRoles } from '../roles/roles.ts'
import { isLive } from '../tokens/filter.ts'
import { needForEdit, type UserEdit } from './change.ts'
import { findUser, type UserWithRoles } from './users.ts'

const PERIOD_MS = 30 * 86_400_000
const MOST_CALLERS = 5

/** The permission that an operation needs, by method and pattern; undefined for none. */
type NeededBy = Services['neededBy']

/** What the person may do after the change; null when nothing at all. */
const permissionsAfter = async (
  db: Db,
  user: UserWithRoles,
  edit: UserEdit,
): Promise<ReadonlySet<Permission> | null> => {
  if (edit.active === false) return null
  const kept = user.roles.filter(({ source }) => source !== 'direct' || !edit.roles)
  const roles = [...kept, ...(edit.roles ? await chosenRoles(db, edit.roles) : [])]
  return new Set(roles.flatMap(({ permissions }) => permissions).filter(isPermission))
}

/** Personal tokens of the person, and API keys that these made: none exceeds the person. */
const liveCredentials = (db: Db, userId: string, now: number) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', CURRENT))
    .select(['c.cid', 'c.kind', 'c.name', 's.last4'])
    .where('c.kind', 'in', ['personal', 'workspace'])
    .where('c.owner_id', '=', userId)
    .where(isLive(now))
    .orderBy('c.created_at')
    .execute()

type Calls = { cid: string; method: string; route: string; address: string; client: string; calls: number; at: number }

/** Calls that were let in, grouped. */
const recentCalls = async (db: Db, cids: readonly string[], now: number): Promise<Calls[]> => {
  if (cids.length === 0) return []
  const rows = await db
    .selectFrom('token_uses')
    .select(['cid', 'method', 'route', 'address', 'client'])
    .select(eb => [eb.fn.sum<number>('count').as('calls'), eb.fn.max('last_at').as('at')])
    .where('cid', 'in', cids)
    .where('reason', 'is', null)
    .where('last_at', '>', now - PERIOD_MS)
    .groupBy(['cid', 'method', 'route', 'address', 'client'])
    .execute()
  return rows.map(row => ({ ...row, calls: Number(row.calls), at: Number(row.at) }))
}

const latestFirst = (a: { at: number }, b: { at: number }) => b.at - a.at

/** Those that are alike by `keyOf` as one, with all their calls and the latest time. */
const merged = (rows: readonly Calls[], keyOf: (row: Calls) => string): Calls[] =>
  [...Map.groupBy(rows, keyOf).values()]
    .flatMap(alike => {
      const [latest] = alike.toSorted(latestFirst)
      return latest ? { ...latest, calls: alike.reduce((sum, { calls }) => sum + calls, 0) } : []
    })
    .sort(latestFirst)

const callersOf = (rows: readonly Calls[]): TouchedCredential['callers'] =>
  merged(rows, ({ address, client }) => `${address} ${client}`)
    .slice(0, MOST_CALLERS)
    .map(({ at, address, client, calls }) => ({ at: iso(at), address, client, calls }))

const refusedOf = (rows: readonly Calls[], after: ReadonlySet<Permission> | null, neededBy: NeededBy) =>
  merged(rows, ({ method, route }) => `${method} ${route}`).flatMap(({ method, route, calls, at }) => {
    const permission = neededBy(method, route)
    if (after === null) return { method, route, permission: null, calls, lastAt: iso(at) }
    return permission && !after.has(permission) ? { method, route, permission, calls, lastAt: iso(at) } : []
  })

/** @throws Problem 403 without the permissions that the change itself needs, 404 */
export const previewChange = async (
  db: Db,
  { id, ...edit }: UserEdit & { id: string },
  { actor, now, neededBy }: { actor: Actor; now: number; neededBy: NeededBy },
): Promise<TouchedCredential[]> => {
  await needForEdit(db, actor, edit)
  const after = await permissionsAfter(db, await findUser(db, id), edit)
  const credentials = await liveCredentials(db, id, now)
  const calls = Map.groupBy(
    await recentCalls(
      db,
      credentials.map(({ cid }) => cid),
      now,
    ),
    ({ cid }) => cid,
  )
  return credentials.map(({ cid, kind, name, last4 }) => {
    const own = calls.get(cid) ?? []
    return {
      cid,
      kind: kind === 'personal' ? 'PERSONAL_TOKEN' : 'API_KEY',
      name,
      last4,
      callers: callersOf(own),
      refused: refusedOf(own, after, neededBy),
    }
  })
}
