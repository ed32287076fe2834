import * as contract from '../../../contract/identity/roles.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { on, type Route } from '../../core/http/mount.ts'
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

/** `mapped`: tags of roles that groups of the identity provider give. */
export const roleRoutes = ({ mapped }: { mapped: ReadonlySet<string> }): Route[] => {
  const usesOf = async (db: Db): Promise<Uses> => ({
    people: await peopleByRole(db),
    held: await heldRoleIds(db),
    mapped,
  })

  return [
    on(contract.listRoles, {
      handle: async (_, { actor, db }) => {
        const uses = await usesOf(db)
        const present = (role: Role) => presentRole(role, actor, uses)
        const { shown: roles, marked } = presentRows(await allRoles(db), { idOf: ({ id }) => id, present })
        return { roles, ...marked }
      },
    }),

    on(contract.createRole, {
      handle: async ({ body }, { actor, db, now, created }) => {
        const role = await createRole(db, actor, body, now)
        await created(ROLE, role)
        return presentRole(role, actor, await usesOf(db))
      },
    }),

    on(contract.updateRole, {
      handle: async ({ params, body }, { actor, db, now, changed }) => {
        const { before, after } = await updateRole(db, actor, { tag: params.tag, edit: body, now })
        await changed(ROLE, before, after)
        return presentRole(after, actor, await usesOf(db))
      },
    }),

    on(contract.deleteRole, {
      handle: async ({ params }, { actor, db, removed }) => {
        await removed(ROLE, await deleteRole(db, actor, { tag: params.tag, mapped }))
        return undefined
      },
    }),
  ]
}
