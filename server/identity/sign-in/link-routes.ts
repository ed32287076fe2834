import * as contract from '../../../contract/identity/sessions.ts'
import type { SessionActor } from '../../core/callers/actor.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { iso } from '../../core/problems/instant.ts'
import { conflict, notFound } from '../../core/problems/problems.ts'
import type { Users } from '../access/tables.ts'
import type { LinkKind } from '../links/links.ts'
import type { Links } from '../links/tables.ts'
import { somebodyExists } from '../users/users.ts'
import { enter, presentEntering } from './enter.ts'
import { identitiesOf, type LinkedIdentity, providerName, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'
import { needPasswords, type SessionParts } from './parts.ts'
import { hashPassword } from './password.ts'
import { raisePasswordChanged } from './password-changed.ts'
import { checkNewPassword } from './password-rules.ts'
import { findPersonOf, setPassword } from './set-password.ts'
import { makeFirstAdmin } from './set-up.ts'
import { findLink, findLinkOf, spendLink } from './use-link.ts'

export const linkRoutes = (parts: SessionParts): Route[] => {
  const { config, guessing, sampleCatalog } = parts

  /** Every try is counted before it is read; one with a link that exists is not held against its address. */
  const first = ({ address }: Context) => guessing.count(address)

  /** Looks at the link before anything is hashed: a stranger without one costs a look. */
  const lookUp = async (kind: LinkKind | undefined, secret: string, { db, now, address }: Context): Promise<Links> => {
    const link = kind ? await findLinkOf(db, kind, secret, now) : await findLink(db, secret, now)
    guessing.forgive(address)
    return link
  }

  /** The new password of the person whom the link is for, checked and hashed. */
  const preparePassword = async (
    kind: 'INVITATION' | 'RESET',
    { secret, password }: { secret: string; password: string },
    context: Context,
  ): Promise<string> => {
    needPasswords(config)
    const person = await findPersonOf(context.db, await lookUp(kind, secret, context))
    await checkNewPassword(password, person)
    return hashPassword(password)
  }

  const noteUnlinked = async (identity: LinkedIdentity, whose: Users, actor: SessionActor, context: Context) => {
    await auditIdentity(context, { action: 'DELETE', identity, whose, how: 'unlinked with a reset link' }, actor)
    await raiseIdentity(context, { kind: 'identity-unlinked', identity, whose, by: 'SELF' }, config)
  }

  return [
    on(contract.checkLink, {
      first,
      handle: async ({ body }, context) => {
        const link = await lookUp(undefined, body.secret, context)
        const person = link.user_id === null ? undefined : await findPersonOf(context.db, link)
        const linked = person && link.kind === 'RESET' ? await identitiesOf(context.db, person.id) : []
        return {
          kind: link.kind,
          email: person?.email ?? null,
          name: person?.name ?? null,
          expires: iso(link.expires_at),
          identities: linked.map(one => ({ provider: providerName(one, config), email: one.email })),
        }
      },
    }),

    on(contract.setUp, {
      first: async context => {
        if (await somebodyExists(context.db))
          throw notFound('Portico is already set up. Sign in, or ask an administrator for an invitation.')
        first(context)
      },
      prepare: async ({ body }, context) => {
        needPasswords(config)
        await lookUp('SET_UP', body.secret, context)
        await checkNewPassword(body.password, body)
        const passwordHash = await hashPassword(body.password)
        return { passwordHash, putSamples: body.sampleCatalog ? await sampleCatalog?.read() : undefined }
      },
      handle: async ({ body }, context, { passwordHash, putSamples }) => {
        const { db, now, audit } = context
        await spendLink(db, 'SET_UP', body.secret, now)
        const made = await makeFirstAdmin(db, { ...body, passwordHash }, now)
        if (!made) throw conflict('Somebody is here already. Ask an administrator for an invitation.')
        const actor = await enter(made, 'LINK', config, context)
        const changes = { name: { after: made.name }, roles: { after: ['ADMIN'] } }
        await audit({ action: 'CREATE', objectType: 'USER', objectIdentifier: made.email, changes }, actor)
        await putSamples?.(context, actor)
        return presentEntering(made)
      },
    }),

    on(contract.acceptInvitation, {
      first,
      prepare: ({ body }, context) => preparePassword('INVITATION', body, context),
      handle: async ({ body }, context, passwordHash) => {
        const { db, now, audit } = context
        const link = await spendLink(db, 'INVITATION', body.secret, now)
        const person = await setPassword(db, await findPersonOf(db, link), { passwordHash, name: body.name.trim() })
        const actor = await enter(person, 'LINK', config, context)
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
    }),

    on(contract.resetPassword, {
      first,
      prepare: ({ body }, context) => preparePassword('RESET', body, context),
      handle: async ({ body }, context, passwordHash) => {
        const { db, now, audit } = context
        const link = await spendLink(db, 'RESET', body.secret, now)
        const person = await setPassword(db, await findPersonOf(db, link), { passwordHash })
        const unlinked = body.unlinkIdentities ? await identitiesOf(db, person.id) : []
        for (const identity of unlinked) await removeIdentity(db, identity)
        const actor = await enter(person, 'LINK', config, context)
        await audit({ action: 'UPDATE', objectType: 'PASSWORD', objectIdentifier: person.email }, actor)
        for (const identity of unlinked) await noteUnlinked(identity, person, actor, context)
        await raisePasswordChanged(parts, person, context)
        return presentEntering(person)
      },
    }),
  ]
}
