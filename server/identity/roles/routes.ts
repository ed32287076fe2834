import * as contract from '../../../contract/identity/roles.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import type { Services } from '../../core/services/services.ts'
import { allRoles, createRole, deleteRole, heldRoleIds, peopleByRole, type Role, updateRole } from './roles.ts'
import { abilityOf, canEditRole, canGrantRole, canRemoveRole } from './rules.ts'

/** What is known of all roles at once. */
type Uses = {
  readonly people: ReadonlyMap<string, number>
  readonly held: ReadonlySet<string>
  readonly mapped: ReadonlySet<string>
}

const presentRole = (role: Role, actor: Actor, { people, held, mapped }: Uses): contract.Role => ({
  type: role.isCustom ? 'CUSTOM' : 'BASIC',
  tag: role.tag,
  name: role.name,
  description: role.description,
  permissions: [...role.permissions],
  people: people.get(role.id) ?? 0,
  version: role.version,
  abilities: {
    edit: abilityOf(canEditRole(actor, role)),
    remove: abilityOf(canRemoveRole(actor, role, { isHeld: held.has(role.id), isMapped: mapped.has(role.tag) })),
    grant: abilityOf(canGrantRole(actor, role)),
  },
})

const ROLE: Kind<Role> = {
  type: 'ROLE',
  idOf: ({ tag }) => tag,
  facts: ({ name, tag, description, permissions }) => ({ name, tag, description, permissions }),
}

/** Tags of roles that groups of the identity provider give. */
const mappedIn = ({ config }: Services): ReadonlySet<string> =>
  new Set([...(config.oidc?.groupRoles.values() ?? [])].flat())

const usesOf = async ({ db, services }: Pick<Context, 'db' | 'services'>): Promise<Uses> => ({
  people: await peopleByRole(db),
  held: await heldRoleIds(db),
  mapped: mappedIn(services),
})

const list = on(contract.listRoles, {
  handle: async (_, { actor, db, services }) => {
    const uses = await usesOf({ db, services })
    const present = (role: Role) => presentRole(role, actor, uses)
    const { shown: roles, marked } = presentRows(await allRoles(db), { idOf: ({ id }) => id, present })
    return { roles, ...marked }
  },
})

const create = on(contract.createRole, {
  handle: async ({ body }, { actor, db, now, created, services }) => {
    const role = await createRole(db, actor, { ...body, now })
    await created(ROLE, role)
    return presentRole(role, actor, await usesOf({ db, services }))
  },
})

const update = on(contract.updateRole, {
  handle: async ({ params, body }, { actor, db, now, changed, services }) => {
    const { before, after } = await updateRole(db, actor, { tag: params.tag, edit: body, now })
    await changed(ROLE, before, after)
    return presentRole(after, actor, await usesOf({ db, services }))
  },
})

const remove = on(contract.deleteRole, {
  handle: async ({ params }, { actor, db, removed, services }) => {
    await removed(ROLE, await deleteRole(db, actor, { tag: params.tag, mapped: mappedIn(services) }))
    return undefined
  },
})

export const roleRoutes: readonly Route[] = [list, create, update, remove]
