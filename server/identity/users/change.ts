/** What is done to people by those who may. Each function is one write of a transaction. */
import type { RoleChoice } from '../../../contract/identity/roles.ts'
import { type Actor, sessionOf } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { needProof } from '../access/proof.ts'
import { need } from '../access/roles.ts'
import { createLink, voidLinksOf } from '../links/links.ts'
import { chosenRoles } from '../roles/roles.ts'
import { enforce } from '../roles/rules.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import { lastAdmin, replaceGrants } from './grants.ts'
import { type Around, subjectOf } from './present.ts'
import {
  canDeactivate,
  canEndSessions,
  canGiveRoles,
  canInvite,
  canInviteWith,
  canReactivate,
  canReset,
} from './rules.ts'
import { createUser, findUser, type UserWithRoles } from './users.ts'

/** Who does it, and when. */
export type Doing = { readonly actor: Actor; readonly now: number; readonly passwordSignIn: boolean }

const aroundOf = async (db: Db, { passwordSignIn }: Doing): Promise<Around> => ({
  lastAdmin: await lastAdmin(db, passwordSignIn),
  passwordSignIn,
})

const load = async (db: Db, id: string, doing: Doing) => {
  const user = await findUser(db, id)
  return { user, subject: subjectOf(user, await aroundOf(db, doing)) }
}

const nextVersion = (db: Db, { id, version }: UserWithRoles) =>
  db
    .updateTable('users')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .execute()

const changeRoles = async (db: Db, { id, choices }: { id: string; choices: readonly RoleChoice[] }, doing: Doing) => {
  const { user, subject } = await load(db, id, doing)
  const roles = await chosenRoles(db, choices)
  const others = user.roles.filter(({ source }) => source !== 'direct')
  const keepsAdmin = [...roles, ...others].some(role => role.id === 'ADMIN')
  enforce(canGiveRoles(doing.actor, subject, { roles, keepsAdmin }))
  await replaceGrants(
    db,
    { holder: id, source: 'direct' },
    roles.map(role => role.id),
  )
}

/** Sessions end and links are void; tokens are refused because everybody reads `deactivated_at`. */
const deactivate = async (db: Db, id: string, doing: Doing) => {
  enforce(canDeactivate(doing.actor, (await load(db, id, doing)).subject))
  await db.updateTable('users').set({ deactivated_at: doing.now }).where('id', '=', id).execute()
  await endSessionsOf(db, id)
  await voidLinksOf(db, id)
}

const reactivate = async (db: Db, id: string, doing: Doing) => {
  enforce(canReactivate(doing.actor, (await load(db, id, doing)).subject))
  await db.updateTable('users').set({ deactivated_at: null }).where('id', '=', id).execute()
}

export type UserEdit = { roles?: readonly RoleChoice[] | undefined; active?: boolean | undefined }

const rolesIn = ({ roles }: UserWithRoles) => roles.map(({ id, source }) => `${id} ${source}`).join()
const isSame = (before: UserWithRoles, after: UserWithRoles) =>
  before.state === after.state && rolesIn(before) === rolesIn(after)

/** A change of nothing needs a permission too: its answer shows the person. @throws Problem 403 */
export const needForEdit = async (db: Db, actor: Actor, { roles, active }: UserEdit) => {
  if (roles) await need(db, actor, 'EDIT_ROLES')
  if (active !== undefined || !roles) await need(db, actor, 'EDIT_MEMBERS')
}

/** @throws Problem 403, 404, or 409 when this is the last active admin */
export const updateUser = async (
  db: Db,
  { id, ...edit }: UserEdit & { id: string },
  doing: Doing,
): Promise<{ before: UserWithRoles; after: UserWithRoles }> => {
  await needForEdit(db, doing.actor, edit)
  if (edit.roles || edit.active) needProof(doing.actor, doing.now)
  const before = await findUser(db, id)
  if (edit.roles) await changeRoles(db, { id, choices: edit.roles }, doing)
  const isActive = before.state !== 'DEACTIVATED'
  if (edit.active === false && isActive) await deactivate(db, id, doing)
  if (edit.active === true && !isActive) await reactivate(db, id, doing)
  const after = await findUser(db, id)
  if (isSame(before, after)) return { before, after }
  await nextVersion(db, before)
  return { before, after: { ...after, version: before.version + 1 } }
}

/** By the authority of the person who asks. */
const linkFor = (db: Db, whom: { kind: 'INVITATION' | 'RESET'; userId: string }, { actor, now }: Doing) =>
  createLink(db, { ...whom, createdBy: sessionOf(actor).user.id }, now)

/** Makes a person and the link that lets them in. @throws Problem 403, or 409 when the email is taken */
export const inviteUser = async (
  db: Db,
  asked: { email: string; name: string; roles: readonly RoleChoice[] },
  doing: Doing,
) => {
  const { actor, now } = doing
  const roles = await chosenRoles(db, asked.roles)
  enforce(canInviteWith(actor, roles))
  const { id } = await createUser(db, { ...asked, passwordHash: null, roleIds: roles.map(role => role.id) }, now)
  return { user: await findUser(db, id), link: await linkFor(db, { kind: 'INVITATION', userId: id }, doing) }
}

/** A sample person who is invited is a sample no longer. */
export const renewInvitation = async (db: Db, id: string, doing: Doing) => {
  const { user, subject } = await load(db, id, doing)
  enforce(canInvite(doing.actor, subject))
  await db.updateTable('users').set({ sample: 0 }).where('id', '=', id).execute()
  return { user, link: await linkFor(db, { kind: 'INVITATION', userId: id }, doing) }
}

export const createResetLink = async (db: Db, id: string, doing: Doing) => {
  const { user, subject } = await load(db, id, doing)
  enforce(canReset(doing.actor, subject, doing.passwordSignIn))
  return { user, link: await linkFor(db, { kind: 'RESET', userId: id }, doing) }
}

export const endUserSessions = async (db: Db, id: string, doing: Doing) => {
  const { user, subject } = await load(db, id, doing)
  enforce(canEndSessions(doing.actor, subject))
  return { user, ended: await endSessionsOf(db, id) }
}
