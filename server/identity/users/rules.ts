/** Who may do what to a person. Pure; used where it happens and for `abilities` alike. */
import type { Permission } from '../../../contract/core/permissions.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { ALLOWED } from '../access/abilities.ts'
import {
  canGrantRole,
  clashes,
  firstRefusal,
  type Holder,
  mustCover,
  mustHold,
  refused,
  type Verdict,
} from '../roles/rules.ts'
import type { UserState } from './users.ts'

export type Subject = {
  readonly id: string
  readonly state: UserState
  /** The union of all their roles. */
  readonly permissions: ReadonlySet<Permission>
  /** Nobody else could administer this workspace. */
  readonly isLastAdmin: boolean
}

type GivenRole = {
  readonly id: string
  readonly name: string
  readonly isCustom: boolean
  readonly permissions: readonly Permission[]
}

const WHO = 'This person'
const LAST_ADMIN = 'This is the last active admin. Make another person an admin first.'

const maySignInChange = (actor: Holder, person: Subject): Verdict =>
  firstRefusal(mustHold(actor, 'EDIT_MEMBERS'), mustCover(actor, person.permissions, WHO))

const mustBe = (person: Subject, state: UserState, otherwise: string): Verdict =>
  person.state === state ? ALLOWED : clashes(otherwise)

const isSelf = (actor: Actor, person: Subject) => actor.kind === 'session' && actor.user.id === person.id

export const canChangeRoles = (actor: Actor, person: Subject): Verdict =>
  firstRefusal(mustHold(actor, 'EDIT_ROLES'), mustCover(actor, person.permissions, WHO))

/** Whether the actor may let a person hold exactly these roles, `keepsAdmin` by these or by what other sources gave. */
export const canGiveRoles = (
  actor: Actor,
  person: Subject,
  { roles, keepsAdmin }: { roles: readonly GivenRole[]; keepsAdmin: boolean },
): Verdict =>
  firstRefusal(
    canChangeRoles(actor, person),
    ...roles.map(role => canGrantRole(actor, role, `The role ${role.name}`)),
    person.isLastAdmin && !keepsAdmin ? clashes(LAST_ADMIN) : ALLOWED,
  )

export const canDeactivate = (actor: Actor, person: Subject): Verdict =>
  firstRefusal(
    maySignInChange(actor, person),
    person.isLastAdmin ? clashes(LAST_ADMIN) : ALLOWED,
    isSelf(actor, person) ? refused("You can't deactivate yourself. Ask another administrator.") : ALLOWED,
    person.state === 'DEACTIVATED' ? clashes('This person is already deactivated.') : ALLOWED,
  )

export const canReactivate = (actor: Actor, person: Subject): Verdict =>
  firstRefusal(maySignInChange(actor, person), mustBe(person, 'DEACTIVATED', 'This person is not deactivated.'))

export const canInvite = (actor: Holder, person: Subject): Verdict =>
  firstRefusal(
    maySignInChange(actor, person),
    mustBe(person, 'INVITED', 'Only people who have never signed in can be invited. Create a reset link instead.'),
  )

/** Everyone can get a reset link, including people who so far sign in with the identity provider. */
export const canReset = (actor: Holder, person: Subject, passwordSignIn: boolean): Verdict =>
  firstRefusal(
    maySignInChange(actor, person),
    passwordSignIn
      ? ALLOWED
      : refused('Passwords are turned off in this workspace. People sign in with the identity provider.'),
    mustBe(person, 'ACTIVE', 'Only active people can reset a password. Invite or reactivate this person instead.'),
  )

export const canEndSessions = maySignInChange

/** Who sees a person's linked accounts. */
export const canSeeIdentities = (actor: Actor): Verdict => mustHold(actor, 'EDIT_MEMBERS')

/** `isLast` where nothing else lets the person in. */
type LastWay = { readonly isLast: boolean; readonly passwordSignIn: boolean }

/** Whether a person may unlink an account of their own. */
export const canUnlinkMine = ({ isLast, passwordSignIn }: LastWay): Verdict => {
  if (!isLast) return ALLOWED
  const next = passwordSignIn ? 'Set a password first.' : 'Link another account first.'
  return clashes(`This is your only way to sign in. ${next}`)
}

/** Whether the actor may unlink an account of that person. Another person's last one too: a new invitation lets them in again. */
export const canUnlink = (actor: Actor, person: Subject, way: LastWay): Verdict =>
  firstRefusal(
    maySignInChange(actor, person),
    isSelf(actor, person) ? canUnlinkMine(way) : ALLOWED,
    way.isLast && person.isLastAdmin ? clashes(LAST_ADMIN) : ALLOWED,
  )

/** Whether a new person may be given these roles. */
export const canInviteWith = (actor: Actor, roles: readonly GivenRole[]): Verdict =>
  firstRefusal(
    mustHold(actor, 'EDIT_MEMBERS'),
    ...roles.map(role => mustCover(actor, role.permissions, `The role ${role.name}`)),
  )
