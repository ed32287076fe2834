/** What roles allow, and the sentences for those who lack a permission. */
import {
  DEFAULT_ROLE_NAMES,
  DEFAULT_ROLES,
  isDefaultRole,
  isPermission,
  PERMISSIONS,
  type Permission,
  permissionsOfDefaultRole,
} from '../../../contract/core/permissions.ts'
import { type Actor, type Held, holds, isBearer, type KeyActor, type TokenActor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { forbidden, type Problem } from '../../core/problems/problems.ts'

/**
 * SQL for the roles of a holder as one text, a line each: a default role's id, or a custom role's name and permissions. A name
 * has no line break and a permission no `=`.
 */
export const grantsOf = (holder: string) =>
  `(select string_agg(coalesce(r.name || '=' || r.permissions, g.role), '\n') from role_grants g left join roles r on r.id = g.role where g.holder_id = ${holder})`

const readGrants = (grants: string): Held => {
  const lines = grants === '' ? [] : grants.split('\n')
  const roles = lines.map(line => {
    if (isDefaultRole(line)) return { name: DEFAULT_ROLE_NAMES[line], permissions: permissionsOfDefaultRole(line) }
    const at = line.lastIndexOf('=')
    return {
      name: line.slice(0, Math.max(0, at)),
      permissions: line
        .slice(at + 1)
        .split(',')
        .filter(isPermission),
    }
  })
  return {
    roles: [...new Set(roles.map(({ name }) => name))].sort(),
    permissions: new Set(roles.flatMap(({ permissions }) => permissions)),
  }
}

const MOST_REMEMBERED = 1000
const remembered = new Map<string, Held>()

/** The names of the roles and the union of what they allow, from the text that `grantsOf` reads. Remembered by that text, so never stale. */
export const parseGrants = (grants: string | null): Held => {
  const text = grants ?? ''
  const known = remembered.get(text)
  if (known) return known
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  const made = readGrants(text)
  remembered.set(text, made)
  return made
}

export type HeldRole = {
  readonly id: string
  readonly tag: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly source: string
  readonly isCustom: boolean
}

/** The roles of one holder, default ones first, each with what it allows. */
export const rolesOf = async (db: Db, holder: string): Promise<HeldRole[]> =>
  (await rolesOfMany(db, [holder])).get(holder) ?? []

/** The roles of several holders in one query. */
export const rolesOfMany = async (db: Db, holders: readonly string[]): Promise<Map<string, HeldRole[]>> => {
  if (holders.length === 0) return new Map()
  const rows = await db
    .selectFrom('role_grants as g')
    .leftJoin('roles as r', 'r.id', 'g.role')
    .select(['g.holder_id', 'g.role', 'g.source', 'r.tag', 'r.name', 'r.permissions'])
    .where('g.holder_id', 'in', holders)
    .orderBy('g.role')
    .orderBy('g.source')
    .execute()
  const held = rows.flatMap(row => {
    const role = heldRole(row)
    return role ? [{ holder: row.holder_id, role }] : []
  })
  const byHolder = Map.groupBy(held, ({ holder }) => holder)
  return new Map([...byHolder].map(([holder, list]) => [holder, list.map(({ role }) => role).sort(strongestFirst)]))
}

type GrantRow = { role: string; source: string; tag: string | null; name: string | null; permissions: string | null }

const heldRole = ({ role, source, tag, name, permissions }: GrantRow): HeldRole | undefined => {
  if (isDefaultRole(role))
    return {
      id: role,
      tag: role,
      name: DEFAULT_ROLE_NAMES[role],
      permissions: permissionsOfDefaultRole(role),
      source,
      isCustom: false,
    }
  if (tag === null || name === null || permissions === null) return undefined
  return { id: role, tag, name, permissions: permissions.split(',').filter(isPermission), source, isCustom: true }
}

const rank = (role: HeldRole) => DEFAULT_ROLES.findIndex(known => known === role.id && !role.isCustom)
const strongestFirst = (a: HeldRole, b: HeldRole) => rank(b) - rank(a) || a.name.localeCompare(b.name)

/** The people who hold a permission and are active. */
export const peopleWith = async (db: Db, permission: Permission): Promise<{ id: string }[]> => {
  const custom = await db.selectFrom('roles').select(['id', 'permissions']).execute()
  const roles = [
    ...DEFAULT_ROLES.slice(DEFAULT_ROLES.indexOf(PERMISSIONS[permission].lowest)),
    ...custom.filter(({ permissions }) => permissions.split(',').includes(permission)).map(({ id }) => id),
  ]
  return db
    .selectFrom('users as u')
    .innerJoin('role_grants as g', 'g.holder_id', 'u.id')
    .select('u.id')
    .distinct()
    .where('u.deactivated_at', 'is', null)
    .where('u.sample', '=', 0)
    .where('g.role', 'in', roles)
    .orderBy('u.id')
    .execute()
}

const enumerated = (names: readonly string[]) => [...new Set(names)].join(', ')

/** Answers, for a permission, the names of all roles that have it: default roles first, weakest first. */
export const rolesWith = async (db: Db): Promise<(permission: Permission) => string[]> => {
  const custom = await db.selectFrom('roles').select(['name', 'permissions']).orderBy('name').execute()
  return permission => [
    ...DEFAULT_ROLES.slice(DEFAULT_ROLES.indexOf(PERMISSIONS[permission].lowest)).map(role => DEFAULT_ROLE_NAMES[role]),
    ...custom.filter(({ permissions }) => permissions.split(',').includes(permission)).map(({ name }) => name),
  ]
}

/** "This token is read-only. Your role allows this, but the token doesn't." */
export const limitedAway = (actor: TokenActor | KeyActor, how: string, permission?: Permission): Problem => {
  const noun = actor.kind === 'api-key' ? 'key' : 'token'
  const one = actor.roles.length === 1
  const who = `${actor.kind === 'api-key' ? 'Its' : 'Your'} ${one ? 'role allows' : 'roles allow'}`
  const reason = permission ? `limited: ${permission}` : 'read-only'
  return forbidden(`This ${noun} ${how}. ${who} this, but the ${noun} doesn't.`, permission, reason)
}

/** "You need the Edit entities permission. Your role: Viewer. Roles that include it: User, Manager, Admin. Contact an administrator." */
export const lacking = async (db: Db, actor: Actor, permission: Permission): Promise<Problem> => {
  if (isBearer(actor) && actor.credential.unlimited.has(permission))
    return limitedAway(actor, `is limited and excludes ${PERMISSIONS[permission].name}`, permission)
  const isKey = actor.kind === 'api-key'
  const whose = `${isKey ? 'Its' : 'Your'} role${actor.roles.length > 1 ? 's' : ''}`
  const having = enumerated((await rolesWith(db))(permission))
  const details = `${isKey ? 'This key needs' : 'You need'} the ${PERMISSIONS[permission].name} permission. ${whose}: ${actor.roles.join(', ') || 'none'}. Roles that include it: ${having}. Contact an administrator.`
  return forbidden(details, permission)
}

/** @throws Problem 403 naming the permission and the roles that have it */
export const need = async (db: Db, actor: Actor, permission: Permission) => {
  if (!holds(actor, permission)) throw await lacking(db, actor, permission)
}

/** @throws Problem 403 when `permissions` holds one that the actor lacks: nobody gives or touches what they lack. */
export const needAll = (actor: Actor, permissions: Iterable<Permission>, what: string) => {
  const missing = [...permissions].find(permission => !holds(actor, permission))
  if (!missing) return
  const who = isBearer(actor) ? "this credential doesn't" : "you don't"
  throw forbidden(`${what} has the ${PERMISSIONS[missing].name} permission, which ${who} have.`, missing)
}
