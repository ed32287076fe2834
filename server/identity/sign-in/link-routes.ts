import * as contract from '../../../contract/identity/sessions.ts'
import type { SessionActor } from '../../core/callers/actor.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { conflict, notFound } from '../../core/problems/problems.ts'
import type { LinkKind } from '../links/links.ts'
import type { Links } from '../links/tables.ts'
import { somebodyExists } from '../users/users.ts'
import { enter, presentEntering } from './enter.ts'
import { identitiesOf, type LinkedIdentity, providerName, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'
import { needPasswords } from './need-passwords.ts'
import { hashPassword } from './password.ts'
import { raisePasswordChanged } from './password-changed.ts'
import { checkNewPassword } from './password-rules.ts'
import { findPersonOf, setPassword } from './set-password.ts'
import { makeFirstAdmin } from './set-up.ts'
import { findLink, findLinkOf, spendLink } from './use-link.ts'

/** Every try is counted before it is read; one with a link that exists is not held against its address. */
const countTry = ({ address, services }: Context) => services.guessing.count(address)

/** Looks at the link before anything is hashed: a stranger without one costs a look. */
const lookUp = async (kind: LinkKind | undefined, secret: string, context: Context): Promise<Links> => {
  const { db, now, address, services } = context
  const link = kind ? await findLinkOf(db, { kind, secret }, now) : await findLink(db, secret, now)
  services.guessing.forgive(address)
  return link
}

/** The new password of the person whom the link is for, checked and hashed. */
const preparePassword = async (
  kind: 'INVITATION' | 'RESET',
  { secret, password }: { secret: string; password: string },
  context: Context,
): Promise<string> => {
  needPasswords(context.services.config)
  const person = await findPersonOf(context.db, await lookUp(kind, secret, context))
  await checkNewPassword(password, person)
  return hashPassword(password)
}

/** The person signs in with the same link: `actor` is who they are from now on. */
const noteUnlinked = async (identity: LinkedIdentity, actor: SessionActor, context: Context) => {
  const owner = actor.user
  await auditIdentity(context, { action: 'DELETE', identity, owner, how: 'unlinked with a reset link' }, actor)
  await raiseIdentity(context, { kind: 'identity-unlinked', identity, owner, by: 'SELF' })
}

const checkLink = on(contract.checkLink, {
  first: countTry,
  handle: async ({ body }, context) => {
    const link = await lookUp(undefined, body.secret, context)
    const person = link.user_id === null ? undefined : await findPersonOf(context.db, link)
    const linked = person && link.kind === 'RESET' ? await identitiesOf(context.db, person.id) : []
    return {
      kind: link.kind,
      email: person?.email ?? null,
      name: person?.name ?? null,
      expires: iso(link.expires_at),
      identities: linked.map(one => ({ provider: providerName(one, context.services.config), email: one.email })),
    }
  },
})

const setUp = on(contract.setUp, {
  first: async context => {
    if (await somebodyExists(context.db))
      throw notFound('This workspace is already set up. Sign in, or ask an administrator for an invitation.')
    countTry(context)
  },
  prepare: async ({ body }, context) => {
    needPasswords(context.services.config)
    await lookUp('SET_UP', body.secret, context)
    await checkNewPassword(body.password, body)
    const passwordHash = await hashPassword(body.password)
    return { passwordHash, putSamples: body.sampleCatalog ? await context.services.sampleCatalog?.read() : undefined }
  },
  handle: async ({ body }, context, { passwordHash, putSamples }) => {
    const { db, now, audit } = context
    await spendLink(db, { kind: 'SET_UP', secret: body.secret }, now)
    const made = await makeFirstAdmin(db, { ...body, passwordHash }, now)
    if (!made) throw conflict('This workspace is already set up. Ask an administrator for an invitation.')
    const actor = await enter(made, 'LINK', context)
    const changes = { name: { after: made.name }, roles: { after: ['ADMIN'] } }
    await audit({ action: 'CREATE', objectType: 'USER', objectIdentifier: made.email, changes }, actor)
    await putSamples?.(context, actor)
    return presentEntering(made)
  },
})

const acceptInvitation = on(contract.acceptInvitation, {
  first: countTry,
  prepare: ({ body }, context) => preparePassword('INVITATION', body, context),
  handle: async ({ body }, context, passwordHash) => {
    const { db, now, audit } = context
    const link = await spendLink(db, { kind: 'INVITATION', secret: body.secret }, now)
    const person = await setPassword(db, await findPersonOf(db, link), { passwordHash, name: body.name.trim() })
    const actor = await enter(person, 'LINK', context)
    await audit(
      {
        action: 'UPDATE',
        objectType: 'ONE_TIME_LINK',
        objectIdentifier: person.email,
        changes: { kind: { after: 'INVITATION' }, used: { before: false, after: true } },
      },
      actor,
    )
    await audit({ action: 'CREATE', objectType: 'PASSWORD', objectIdentifier: person.email }, actor)
    return presentEntering(person)
  },
})

const resetPassword = on(contract.resetPassword, {
  first: countTry,
  prepare: ({ body }, context) => preparePassword('RESET', body, context),
  handle: async ({ body }, context, passwordHash) => {
    const { db, now, audit } = context
    const link = await spendLink(db, { kind: 'RESET', secret: body.secret }, now)
    const person = await setPassword(db, await findPersonOf(db, link), { passwordHash })
    const unlinked = body.unlinkIdentities ? await identitiesOf(db, person.id) : []
    for (const identity of unlinked) await removeIdentity(db, identity)
    const actor = await enter(person, 'LINK', context)
    await audit({ action: 'UPDATE', objectType: 'PASSWORD', objectIdentifier: person.email }, actor)
    for (const identity of unlinked) await noteUnlinked(identity, actor, context)
    await raisePasswordChanged(person, context)
    return presentEntering(person)
  },
})

export const linkRoutes: readonly Route[] = [checkLink, setUp, acceptInvitation, resetPassword]
