import * as contract from '../../../contract/identity/identities.ts'
import { sessionOf } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { enforce } from '../roles/rules.ts'
import { canUnlinkMine } from '../users/rules.ts'
import { findUser } from '../users/users.ts'
import { chosenIdentity, judgedIdentities, presentIdentities, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'
import type { SessionParts } from './parts.ts'
import { startFlow } from './provider-flow.ts'

/** My own accounts at the identity provider; an administrator's way to them is in `users/identity-routes.ts`. */
export const identityRoutes = (parts: SessionParts): Route[] => {
  const { config, wakeJobs } = parts

  const mine = async (db: Db, userId: string) => {
    const { id, has_password } = await findUser(db, userId)
    const owner = { id, hasPassword: has_password === 1 }
    return judgedIdentities(db, owner, config, isLast => canUnlinkMine(isLast, config.passwordSignIn))
  }

  return [
    on(contract.listIdentities, {
      handle: async (_, { actor, db }) => {
        const judged = await mine(db, sessionOf(actor).user.id)
        return presentIdentities(judged, config)
      },
    }),

    on(contract.linkIdentity, {
      handle: ({ body }, context) => {
        const { session } = sessionOf(context.actor)
        return startFlow(parts, { link: session.id, returnTo: body.returnTo }, context)
      },
    }),

    on(contract.unlinkIdentity, {
      handle: async ({ params }, context) => {
        const { user, session } = sessionOf(context.actor)
        const { identity, verdict } = chosenIdentity(await mine(context.db, user.id), params.id)
        enforce(verdict)
        await removeIdentity(context.db, identity, session.id)
        await auditIdentity(context, { action: 'DELETE', identity, whose: user, how: 'unlinked' })
        await raiseIdentity(context, { kind: 'identity-unlinked', identity, whose: user, by: 'SELF' }, config)
        context.afterCommit(wakeJobs)
        return undefined
      },
    }),
  ]
}
