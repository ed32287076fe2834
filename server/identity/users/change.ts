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
import { subjectOf, type Workspace } from './present.ts'
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

/** Who makes the change, when, and what the workspace allows. */
export type ChangeContext = { readonly actor: Actor; readonly now: number; readonly passwordSignIn: boolean }

const workspaceOf = async (db: Db, { passwordSignIn }: ChangeContext): Promise<Workspace> => ({
  lastAdmin: await lastAdmin(db, passwordSignIn),
  passwordSignIn,
})

const load = async (db: Db, id: string, context: ChangeContext) => {
  const user = await findUser(db, id)
  return { user, subject: subjectOf(user, await workspaceOf(db, context)) }
}

const nextVersion = (db: Db, { id, version }: UserWithRoles) =>
  db
    .updateTable('users')
    .set({ version: version + 1 })
    .where('id', '=', id)
    .execute()

const changeRoles = async (
  db: Db,
  { id, choices }: { id: string; choices: readonly RoleChoice[] },
  context: ChangeContext,
) => {
  const { user, subject } = await load(db, id, context)
  const roles = await chosenRoles(db, choices)
  const others = user.roles.filter(({ source }) => source !== 'direct')
  const keepsAdmin = [...roles, ...others].some(role => role.id === 'ADMIN')
  enforce(canGiveRoles(context.actor, subject, { roles, keepsAdmin }))
  await replaceGrants(
    db,
    { holder: id, source: 'direct' },
    roles.map(role => role.id),
  )
}

/** Sessions end and links are void; tokens are refused because everybody reads `deactivated_at`. */
const deactivate = async (db: Db, id: string, context: ChangeContext) => {
  enforce(canDeactivate(context.actor, (await load(db, id, context)).subject))
  await db.updateTable('users').set({ deactivated_at: context.now }).where('id', '=', id).execute()
  await endSessionsOf(db, id)
  await voidLinksOf(db, id)
}

const reactivate = async (db: Db, id: string, context: ChangeContext) => {
  enforce(canReactivate(context.actor, (await load(db, id, context)).subject))
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
  context: ChangeContext,
): Promise<{ before: UserWithRoles; after: UserWithRoles }> => {
  await needForEdit(db, context.actor, edit)
  if (edit.roles || edit.active) needProof(context.actor, context.now)
  const before = await findUser(db, id)
  if (edit.roles) await changeRoles(db, { id, choices: edit.roles }, context)
  const isActive = before.state !== 'DEACTIVATED'
  if (edit.active === false && isActive) await deactivate(db, id, context)
  if (edit.active === true && !isActive) await reactivate(db, id, context)
  const after = await findUser(db, id)
  if (isSame(before, after)) return { before, after }
  await nextVersion(db, before)
  return { before, after: { ...after, version: before.version + 1 } }
}

/** By the authority of the person who asks. */
const linkFor = (db: Db, link: { kind: 'INVITATION' | 'RESET'; userId: string }, { actor, now }: ChangeContext) =>
  createLink(db, { ...link, createdBy: sessionOf(actor).user.id }, now)

/** Makes a person and the link that lets them in. @throws Problem 403, or 409 when the email is taken */
export const inviteUser = async (
  db: Db,
  asked: { email: string; name: string; roles: readonly RoleChoice[] },
  context: ChangeContext,
) => {
  const { actor, now } = context
  const roles = await chosenRoles(db, asked.roles)
  enforce(canInviteWith(actor, roles))
  const { id } = await createUser(db, { ...asked, passwordHash: null, roleIds: roles.map(role => role.id) }, now)
  return { user: await findUser(db, id), link: await linkFor(db, { kind: 'INVITATION', userId: id }, context) }
}

/** A sample person who is invited is a sample no longer. */
export const renewInvitation = async (db: Db, id: string, context: ChangeContext) => {
  const { user, subject } = await load(db, id, context)
  enforce(canInvite(context.actor, subject))
  await db.updateTable('users').set({ sample: 0 }).where('id', '=', id).execute()
  return { user, link: await linkFor(db, { kind: 'INVITATION', userId: id }, context) }
}

export const createResetLink = async (db: Db, id: string, context: ChangeContext) => {
  const { user, subject } = await load(db, id, context)
  enforce(canReset(context.actor, subject, context.passwordSignIn))
  return { user, link: await linkFor(db, { kind: 'RESET', userId: id }, context) }
}

export const endUserSessions = async (db: Db, id: string, context: ChangeContext) => {
  const { user, subject } = await load(db, id, context)
  enforce(canEndSessions(context.actor, subject))
  return { user, ended: await endSessionsOf(db, id) }
}
