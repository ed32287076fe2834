/** Default and custom roles: what they allow, who may change or give them. */
import { sql } from 'kysely'
import {
  DEFAULT_ROLE_NAMES,
  DEFAULT_ROLES,
  type DefaultRole,
  isDefaultRole,
  isPermission,
  type Permission,
  permissionsOfDefaultRole,
} from '../../../contract/core/permissions.ts'
import type { RoleChoice } from '../../../contract/identity/roles.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { changedName } from '../../core/names/displayed.ts'
import { badRequest, conflict, notFound } from '../../core/problems/problems.ts'
import { withGains } from '../links/gains.ts'
import { canEditRole, canRemoveRole, enforce } from './rules.ts'

export type Role = {
  /** Under which it is granted: ADMIN …, or ro… */
  readonly id: string
  readonly tag: string
  readonly name: string
  readonly description: string | null
  readonly permissions: readonly Permission[]
  readonly isCustom: boolean
  readonly version: number
}

export const defaultRole = (id: DefaultRole): Role => ({
  id,
  tag: id,
  name: DEFAULT_ROLE_NAMES[id],
  description: null,
  permissions: permissionsOfDefaultRole(id),
  isCustom: false,
  version: 1,
})

type Row = { id: string; tag: string; name: string; description: string | null; permissions: string; version: number }

const customRole = ({ id, tag, name, description, permissions, version }: Row): Role => ({
  id,
  tag,
  name,
  description,
  permissions: permissions.split(',').filter(isPermission),
  isCustom: true,
  version,
})

const COLUMNS = ['id', 'tag', 'name', 'description', 'permissions', 'version'] as const

/** Default roles, strongest first, then custom ones by name. */
export const allRoles = async (db: Db): Promise<Role[]> => {
  const custom = await db.selectFrom('roles').select(COLUMNS).orderBy('name').orderBy('tag').execute()
  return [...DEFAULT_ROLES.toReversed().map(defaultRole), ...custom.map(customRole)]
}

export const customRoleByTag = async (db: Db, tag: string): Promise<Role | undefined> => {
  const row = await db.selectFrom('roles').select(COLUMNS).where('tag', '=', tag).executeTakeFirst()
  return row && customRole(row)
}

/** Roles as they are asked for, each once. @throws Problem 400 for a tag that nobody has */
export const chosenRoles = async (db: Db, choices: readonly RoleChoice[]): Promise<Role[]> => {
  const chosen = new Map<string, Role>()
  for (const choice of choices) {
    const role = choice.type === 'BASIC' ? defaultRole(choice.role) : await customRoleByTag(db, choice.tag)
    if (!role) throw badRequest(`roles: no custom role has the tag ${tagOf(choice)}.`, 'roles')
    chosen.set(role.id, role)
  }
  return [...chosen.values()]
}

const tagOf = (choice: RoleChoice) => (choice.type === 'BASIC' ? choice.role : choice.tag)

/** How many people hold each role, by the role's id. Ids of people begin with `us`; API keys hold roles too. */
export const peopleByRole = async (db: Db): Promise<Map<string, number>> => {
  const { rows } = await sql<{ role: string; people: number }>`select role, count(*) as people from (
      select distinct role, holder_id from role_grants where substr(holder_id, 1, 2) = 'us') as g group by role`.execute(
    db,
  )
  return new Map(rows.map(({ role, people }) => [role, Number(people)]))
}

/** @throws Problem 404 */
export const findRole = async (db: Db, tag: string): Promise<Role> => {
  const upper = tag.toUpperCase()
  const role = isDefaultRole(upper) ? defaultRole(upper) : await customRoleByTag(db, tag)
  if (!role) throw notFound(`No role has the tag ${tag}.`)
  return role
}

export type NewRole = {
  name: string
  tag: string
  description?: string | null | undefined
  permissions?: readonly Permission[] | undefined
}

const listed = (permissions: readonly Permission[]) => [...new Set(permissions)].join(',')

/** Words that name default roles, here and where API keys are made. */
const RESERVED = new Set<string>([...DEFAULT_ROLES, 'READ-ONLY'])

/** @throws Problem 403 when it holds what the actor lacks, 409 when the tag is taken */
export const createRole = async (db: Db, actor: Actor, { now, ...asked }: NewRole & { now: number }): Promise<Role> => {
  const permissions = asked.permissions ?? []
  if (RESERVED.has(asked.tag.toUpperCase())) throw conflict(`tag: ${asked.tag} names a default role.`, 'tag')
  const row = {
    id: newId('ro'),
    tag: asked.tag,
    name: asked.name.trim(),
    description: asked.description ?? null,
    permissions: listed(permissions),
    created_at: now,
    updated_at: now,
    version: 1,
  }
  enforce(canEditRole(actor, { isCustom: true, permissions }))
  const made = await db
    .insertInto('roles')
    .values(row)
    .onConflict(on => on.column('tag').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw conflict(`tag: a role with the tag ${asked.tag} already exists.`, 'tag')
  return customRole(row)
}

export type RoleEdit = {
  name?: string | undefined
  description?: string | null | undefined
  permissions?: readonly Permission[] | undefined
}

/** What it allows before and after must be the actor's own. @throws Problem 403 or 404 */
export const updateRole = async (
  db: Db,
  actor: Actor,
  { tag, edit, now }: { tag: string; edit: RoleEdit; now: number },
): Promise<{ before: Role; after: Role }> => {
  const before = await findRole(db, tag)
  const permissions = [...new Set(edit.permissions ?? before.permissions)]
  enforce(canEditRole(actor, before))
  enforce(canEditRole(actor, { isCustom: true, permissions }))
  const change = {
    name: changedName(edit.name, before.name),
    description: edit.description === undefined ? before.description : edit.description,
    version: before.version + 1,
  }
  await withGains(db, { role: before.id }, () =>
    db
      .updateTable('roles')
      .set({ ...change, permissions: listed(permissions), updated_at: now })
      .where('id', '=', before.id)
      .execute(),
  )
  return { before, after: { ...before, ...change, permissions } }
}

/** People of any state, and API keys that were not deleted. */
const isHeld = async (db: Db, id: string): Promise<boolean> => {
  const row = await db
    .selectFrom('role_grants as g')
    .leftJoin('credentials as c', 'c.cid', 'g.holder_id')
    .select('g.holder_id')
    .where('g.role', '=', id)
    .where('c.ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** @throws Problem 403, 404, or 409 when it is held or given by a group */
export const deleteRole = async (
  db: Db,
  actor: Actor,
  { tag, mapped }: { tag: string; mapped: ReadonlySet<string> },
): Promise<Role> => {
  const role = await findRole(db, tag)
  enforce(canRemoveRole(actor, role, { isHeld: await isHeld(db, role.id), isMapped: mapped.has(role.tag) }))
  await db.deleteFrom('role_grants').where('role', '=', role.id).execute()
  await db.deleteFrom('roles').where('id', '=', role.id).execute()
  return role
}

/** The custom roles that someone or some key holds, by id. */
export const heldRoleIds = async (db: Db): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('role_grants as g')
    .leftJoin('credentials as c', 'c.cid', 'g.holder_id')
    .select('g.role')
    .distinct()
    .where('c.ended_at', 'is', null)
    .execute()
  return new Set(rows.map(({ role }) => role))
}
