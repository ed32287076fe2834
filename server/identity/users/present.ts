import type { User } from '../../../contract/identity/users.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'
import type { HeldRole } from '../access/roles.ts'
import { presentHeldRole } from '../roles/present.ts'
import { abilityOf } from '../roles/rules.ts'
import {
  canChangeRoles,
  canDeactivate,
  canEndSessions,
  canInvite,
  canReactivate,
  canReset,
  canSeeIdentities,
  type Subject,
} from './rules.ts'
import type { UserWithRoles } from './users.ts'

/** What the rules need to know about the workspace, besides the person. */
export type Workspace = { readonly lastAdmin: string | undefined; readonly passwordSignIn: boolean }

export const subjectOf = (user: UserWithRoles, { lastAdmin }: Workspace): Subject => ({
  id: user.id,
  state: user.state,
  permissions: user.permissions,
  isLastAdmin: user.id === lastAdmin,
})

/** Each role once, though several sources may have given it. */
export const presentRoles = (roles: readonly HeldRole[]) =>
  [...new Map(roles.map(role => [role.id, role])).values()].map(presentHeldRole)

const presentAbilities = (user: UserWithRoles, actor: Actor, workspace: Workspace) => {
  const person = subjectOf(user, workspace)
  return {
    changeRoles: abilityOf(canChangeRoles(actor, person)),
    deactivate: abilityOf(canDeactivate(actor, person)),
    reactivate: abilityOf(canReactivate(actor, person)),
    invite: abilityOf(canInvite(actor, person)),
    reset: abilityOf(canReset(actor, person, workspace.passwordSignIn)),
    endSessions: abilityOf(canEndSessions(actor, person)),
    identities: abilityOf(canSeeIdentities(actor)),
  }
}

/** `asked` is who asks and the state of the workspace; pass it to include `abilities`. */
export const presentUser = (user: UserWithRoles, asked?: { actor: Actor; workspace: Workspace }): User => ({
  id: user.id,
  email: user.email,
  name: user.name,
  roles: presentRoles(user.roles),
  state: user.state,
  active: user.state !== 'DEACTIVATED',
  createdDate: iso(user.created_at),
  lastSignIn: user.last_sign_in_at === null ? null : iso(user.last_sign_in_at),
  version: user.version,
  ...(asked ? { abilities: presentAbilities(user, asked.actor, asked.workspace) } : {}),
})
