/** Who may change and give roles. Pure; used where it happens and for `abilities` alike. */
import { PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import { type Actor, type Held, holds } from '../../core/callers/actor.ts'
import { conflict, forbidden } from '../../core/problems/problems.ts'
import { ALLOWED } from '../access/abilities.ts'

/** Allowed, or the sentence that says why not; `missing` where a permission is lacking, `clash` where the state is in the way. */
export type Verdict = Ability & { readonly missing?: Permission; readonly clash?: true }

export const refused = (reason: string, missing?: Permission): Verdict => ({
  allowed: false,
  reason,
  ...(missing === undefined ? {} : { missing }),
})

export const clashes = (reason: string): Verdict => ({ allowed: false, reason, clash: true })

/** @throws Problem 403, or 409 where the state is in the way */
export const enforce = ({ allowed, reason = 'This is not allowed.', missing, clash }: Verdict) => {
  if (allowed) return
  throw clash ? conflict(reason) : forbidden(reason, missing)
}

/** As a row shows it. */
export const abilityOf = ({ allowed, reason }: Verdict): Ability =>
  allowed ? ALLOWED : { allowed, ...(reason === undefined ? {} : { reason }) }

/** The first verdict that says no; allowed when none does. */
export const firstRefusal = (...verdicts: readonly Verdict[]): Verdict =>
  verdicts.find(({ allowed }) => !allowed) ?? ALLOWED

/** Whose permissions a rule looks at: who asks, or later the person who made a link. */
export type Holder = Pick<Held, 'permissions'>

export const mustHold = (actor: Holder, permission: Permission): Verdict =>
  holds(actor, permission)
    ? ALLOWED
    : refused(`Requires ${PERMISSIONS[permission].name}, which you don't have.`, permission)

/** Nobody gives or touches what holds a permission that they lack. `what` begins the sentence. */
export const mustCover = (actor: Holder, permissions: Iterable<Permission>, what: string): Verdict => {
  const missing = [...permissions].find(permission => !holds(actor, permission))
  return missing
    ? refused(`${what} has the ${PERMISSIONS[missing].name} permission, which you don't have.`, missing)
    : ALLOWED
}

type RuledRole = { readonly isCustom: boolean; readonly permissions: Iterable<Permission> }

const mustBeCustom = ({ isCustom }: RuledRole): Verdict =>
  isCustom ? ALLOWED : refused("Default roles can't be changed. Create a custom role instead.")

export const canEditRole = (actor: Actor, role: RuledRole): Verdict =>
  firstRefusal(mustBeCustom(role), mustHold(actor, 'EDIT_ROLES'), mustCover(actor, role.permissions, 'This role'))

/** What would miss a role: holders, and groups of the identity provider, without which the next start would fail. */
export type RoleUse = { readonly isHeld: boolean; readonly isMapped: boolean }

export const canRemoveRole = (actor: Actor, role: RuledRole, { isHeld, isMapped }: RoleUse): Verdict =>
  firstRefusal(
    canEditRole(actor, role),
    isHeld ? clashes('People or API keys hold this role. Remove it from them first.') : ALLOWED,
    isMapped
      ? clashes('Groups of your identity provider give this role. Remove it from PORTICO_OIDC_GROUP_ROLES first.')
      : ALLOWED,
  )

/** `what` begins the sentence. */
export const canGrantRole = (
  actor: Actor,
  { permissions }: Pick<RuledRole, 'permissions'>,
  what = 'This role',
): Verdict => firstRefusal(mustHold(actor, 'EDIT_ROLES'), mustCover(actor, permissions, what))
