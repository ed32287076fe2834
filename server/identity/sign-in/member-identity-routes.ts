import * as contract from '../../../contract/identity/identities.ts'
import type { Config } from '../../config.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { enforce } from '../roles/rules.ts'
import { lastAdmin } from '../users/grants.ts'
import { subjectOf } from '../users/present.ts'
import { canUnlink } from '../users/rules.ts'
import { findUser } from '../users/users.ts'
import { chosenIdentity, judgedIdentities, presentIdentities, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'

/** A person's accounts at the identity provider, for those who look after people. */
export const userIdentityRoutes = ({ config }: { config: Config }): Route[] => {
  const { passwordSignIn } = config

  const identitiesOf = async (db: Db, id: string, actor: Actor) => {
    const user = await findUser(db, id)
    const person = subjectOf(user, { lastAdmin: await lastAdmin(db, passwordSignIn), passwordSignIn })
    const owner = { id, hasPassword: user.has_password === 1 }
    const judged = await judgedIdentities(db, owner, config, isLast => canUnlink(actor, person, isLast, passwordSignIn))
    return { user, judged }
  }

  return [
    on(contract.listUserIdentities, {
      handle: async ({ params }, { db, actor }) => {
        const { judged } = await identitiesOf(db, params.id, actor)
        return presentIdentities(judged, config)
      },
    }),

    on(contract.unlinkUserIdentity, {
      handle: async ({ params }, context) => {
        const { user, judged } = await identitiesOf(context.db, params.id, context.actor)
        const { identity, verdict } = chosenIdentity(judged, params.identity)
        enforce(verdict)
        await removeIdentity(context.db, identity)
        await auditIdentity(context, { action: 'DELETE', identity, whose: user, how: 'unlinked by an administrator' })
        await raiseIdentity(context, { kind: 'identity-unlinked', identity, whose: user, by: 'ADMINISTRATOR' }, config)
        return undefined
      },
    }),
  ]
}
