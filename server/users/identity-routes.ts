import * as contract from '../../contract/identities.ts'
import type { Actor } from '../access/actor.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/database.ts'
import { on, type Route } from '../http/mount.ts'
import { enforce } from '../roles/rules.ts'
import { chosenIdentity, judgedIdentities, presentIdentities, removeIdentity } from '../sessions/identities.ts'
import { auditIdentity, tellIdentity } from '../sessions/identity-news.ts'
import { lastAdmin } from './grants.ts'
import { subjectOf } from './present.ts'
import { canUnlink } from './rules.ts'
import { findUser } from './users.ts'

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
        await tellIdentity(context, { kind: 'identity-unlinked', identity, whose: user, by: 'ADMINISTRATOR' }, config)
        return undefined
      },
    }),
  ]
}
