import * as contract from '../../contract/roles.ts'
import type { Actor } from '../access/actor.ts'
import { changesBetween } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import { on, type Route } from '../http/mount.ts'
import { presentRows } from '../http/rows.ts'
import { allRoles, createRole, deleteRole, heldRoleIds, peopleByRole, type Role, updateRole } from './roles.ts'
import { abilityOf, canEditRole, canGrantRole, canRemoveRole } from './rules.ts'

const objectType = 'ROLE'

/** What is known of all roles at once. */
type Holders = { readonly people: ReadonlyMap<string, number>; readonly held: ReadonlySet<string> }

const holdersOf = async (db: Db): Promise<Holders> => ({ people: await peopleByRole(db), held: await heldRoleIds(db) })

const presentRole = (role: Role, actor: Actor, { people, held }: Holders): contract.Role => ({
  type: role.isCustom ? 'CUSTOM' : 'BASIC',
  tag: role.tag,
  name: role.name,
  description: role.description,
  permissions: [...role.permissions],
  people: people.get(role.id) ?? 0,
  version: role.version,
  abilities: {
    edit: abilityOf(canEditRole(actor, role)),
    remove: abilityOf(canRemoveRole(actor, role, held.has(role.id))),
    grant: abilityOf(canGrantRole(actor, role)),
  },
})

const facts = ({ name, tag, description, permissions }: Role) => ({ name, tag, description, permissions })

export const roleRoutes = (): Route[] => [
  on(contract.listRoles, {
    handle: async (_, { actor, db }) => {
      const holders = await holdersOf(db)
      const present = (role: Role) => presentRole(role, actor, holders)
      const { shown: roles, marked } = presentRows(await allRoles(db), { idOf: ({ id }) => id, present })
      return { roles, ...marked }
    },
  }),

  on(contract.createRole, {
    handle: async ({ body }, { actor, db, now, audit }) => {
      const role = await createRole(db, actor, body, now)
      await audit({
        action: 'CREATE',
        objectType,
        objectIdentifier: role.tag,
        changes: changesBetween({}, facts(role)),
      })
      return presentRole(role, actor, await holdersOf(db))
    },
  }),

  on(contract.updateRole, {
    handle: async ({ params, body, version }, { actor, db, now, audit }) => {
      const { before, after } = await updateRole(db, actor, { tag: params.tag, edit: body, version }, now)
      await audit({
        action: 'UPDATE',
        objectType,
        objectIdentifier: after.tag,
        changes: changesBetween(facts(before), facts(after)),
      })
      return presentRole(after, actor, await holdersOf(db))
    },
  }),

  on(contract.deleteRole, {
    handle: async ({ params, version }, { actor, db, audit }) => {
      const role = await deleteRole(db, actor, params.tag, version)
      await audit({
        action: 'DELETE',
        objectType,
        objectIdentifier: role.tag,
        changes: changesBetween(facts(role), {}),
      })
      return undefined
    },
  }),
]
