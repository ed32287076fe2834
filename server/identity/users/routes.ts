import * as contract from '../../../contract/identity/users.ts'
import { expectVersion, type Kind } from '../../core/changes/writes.ts'
import { presentRows } from '../../core/db/rows.ts'
import { AfterCommit, type Context, on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { iso } from '../../core/problems/instant.ts'
import { linkMail } from '../links/link-mail.ts'
import { linkUrl, type NewLink, presentLink } from '../links/links.ts'
import {
  type ChangeContext,
  createResetLink,
  endUserSessions,
  inviteUser,
  renewInvitation,
  updateUser,
} from './change.ts'
import { lastAdmin } from './grants.ts'
import { presentRoles, presentUser } from './present.ts'
import { previewChange } from './preview.ts'
import { findUser, listUsers, type UserWithRoles } from './users.ts'

/** How long an answer waits for the mail server; what comes of the mail after that is in the log. */
const MAIL_WAIT_MS = 5_000

const USER: Kind<UserWithRoles> = {
  type: 'USER',
  idOf: ({ email }) => email,
  facts: ({ email, name, roles, state }) => ({ email, name, roles: [...new Set(roles.map(({ tag }) => tag))], state }),
}

type UserWithLink = { user: UserWithRoles; link: NewLink }

const idOf = ({ id }: { id: string }) => id

const changeContextOf = ({ actor, now, services: { config } }: Context): ChangeContext => ({
  actor,
  now,
  passwordSignIn: config.passwordSignIn,
})

const askedBy = async ({ db, actor, services: { config } }: Context, wanted: boolean | undefined) => {
  const { passwordSignIn } = config
  return wanted ? { actor, workspace: { lastAdmin: await lastAdmin(db, passwordSignIn), passwordSignIn } } : undefined
}

/** The link leaves its audit row. After the commit it is mailed from memory: its secret is stored nowhere. */
const handOver = async (kind: 'INVITATION' | 'RESET', { user, link }: UserWithLink, { audit, services }: Context) => {
  const { mailer, config } = services
  const expires = iso(link.expiresAt)
  await audit({
    action: 'CREATE',
    objectType: 'ONE_TIME_LINK',
    objectIdentifier: user.email,
    changes: { kind: { after: kind }, expires: { after: expires } },
  })
  const shown = { url: linkUrl(config.publicUrl, kind, link.secret), expiresAt: link.expiresAt }
  const mail = linkMail(kind, user, shown)
  return async () => presentLink(shown, (await mailer?.sendWithin(mail, MAIL_WAIT_MS)) ?? 'off')
}

const list = on(contract.listUsers, {
  handle: async ({ query }, context) => {
    const page = pageOf(query)
    const { users, total } = await listUsers(context.db, { ...query, ...page })
    const asked = await askedBy(context, query.abilities)
    const { shown, marked } = presentRows(users, { idOf, present: user => presentUser(user, asked) })
    return { users: shown, ...marked, ...pageFields(page, total) }
  },
})

const listWithRoles = on(contract.listUserRoles, {
  handle: async ({ query }, { db }) => {
    const page = pageOf(query)
    const { users, total } = await listUsers(db, { emails: query.email, active: true, ...page })
    const present = ({ email, name, roles }: UserWithRoles) => ({ email, name, roles: presentRoles(roles) })
    const { shown, marked } = presentRows(users, { idOf, present })
    return { users: shown, ...marked, ...pageFields(page, total) }
  },
})

const get = on(contract.getUser, {
  handle: async ({ params, query }, context) =>
    presentUser(await findUser(context.db, params.id), await askedBy(context, query.abilities)),
})

const invite = on(contract.inviteUser, {
  handle: async ({ body }, context) => {
    const made = await inviteUser(context.db, body, changeContextOf(context))
    await context.created(USER, made.user)
    const invitation = await handOver('INVITATION', made, context)
    return new AfterCommit(async () => ({ user: presentUser(made.user), invitation: await invitation() }))
  },
})

const renew = on(contract.renewInvitation, {
  handle: async ({ params }, context) =>
    new AfterCommit(
      await handOver('INVITATION', await renewInvitation(context.db, params.id, changeContextOf(context)), context),
    ),
})

const offerReset = on(contract.createResetLink, {
  handle: async ({ params }, context) =>
    new AfterCommit(
      await handOver('RESET', await createResetLink(context.db, params.id, changeContextOf(context)), context),
    ),
})

const update = on(contract.updateUser, {
  handle: async ({ params, body, version }, context) => {
    const { before, after } = await updateUser(context.db, { ...body, id: params.id }, changeContextOf(context))
    expectVersion(before, version)
    if (before.version === after.version) context.nothing()
    else await context.changed(USER, before, after)
    return presentUser(after)
  },
})

const preview = on(contract.previewUserChange, {
  prepare: (_, { services }) => services.storeActivity(),
  handle: async ({ params, body }, { actor, db, now, services: { neededBy } }) => ({
    credentials: await previewChange(db, { ...body, id: params.id }, { actor, now, neededBy }),
  }),
})

const endSessions = on(contract.endUserSessions, {
  handle: async ({ params }, context) => {
    const { user, ended } = await endUserSessions(context.db, params.id, changeContextOf(context))
    await context.audit({
      action: 'DELETE',
      objectType: 'SESSION',
      objectIdentifier: user.email,
      changes: { sessions: { before: ended, after: 0 } },
    })
    return undefined
  },
})

export const userRoutes: readonly Route[] = [
  list,
  listWithRoles,
  get,
  invite,
  renew,
  offerReset,
  update,
  preview,
  endSessions,
]
