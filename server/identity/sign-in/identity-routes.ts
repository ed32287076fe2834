import * as contract from '../../../contract/identity/identities.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { enforce } from '../roles/rules.ts'
import { canUnlinkMine } from '../users/rules.ts'
import { findUser } from '../users/users.ts'
import { chosenIdentity, judgedIdentities, presentIdentities, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'
import { startFlow } from './provider-flow.ts'

/** My own accounts at the identity provider; an administrator's way to them is in `user-identity-routes.ts`. */
const mine = async ({ db, actor, services: { config } }: Context) => {
  const { id, has_password } = await findUser(db, sessionOf(actor).user.id)
  const owner = { id, hasPassword: has_password === 1 }
  return judgedIdentities(db, owner, {
    ways: config,
    rule: isLast => canUnlinkMine({ isLast, passwordSignIn: config.passwordSignIn }),
  })
}

const listIdentities = on(contract.listIdentities, {
  handle: async (_, context) => presentIdentities(await mine(context), context.services.config),
})

const linkIdentity = on(contract.linkIdentity, {
  handle: ({ body }, context) => {
    const { session } = sessionOf(context.actor)
    return startFlow({ link: session.id, returnTo: body.returnTo }, context)
  },
})

const unlinkIdentity = on(contract.unlinkIdentity, {
  handle: async ({ params }, context) => {
    const { user, session } = sessionOf(context.actor)
    const { identity, verdict } = chosenIdentity(await mine(context), params.id)
    enforce(verdict)
    await removeIdentity(context.db, identity, session.id)
    await auditIdentity(context, { action: 'DELETE', identity, owner: user, how: 'unlinked' })
    await raiseIdentity(context, { kind: 'identity-unlinked', identity, owner: user, by: 'SELF' })
    context.afterCommit(context.services.wakeJobs)
    return undefined
  },
})

export const identityRoutes: readonly Route[] = [listIdentities, linkIdentity, unlinkIdentity]
