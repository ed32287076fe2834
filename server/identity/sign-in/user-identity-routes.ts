import * as contract from '../../../contract/identity/identities.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { enforce } from '../roles/rules.ts'
import { lastAdmin } from '../users/grants.ts'
import { subjectOf } from '../users/present.ts'
import { canSeeIdentities, canUnlink } from '../users/rules.ts'
import { findUser } from '../users/users.ts'
import { chosenIdentity, judgedIdentities, presentIdentities, removeIdentity } from './identities.ts'
import { auditIdentity, raiseIdentity } from './identity-news.ts'

/** A person's accounts at the identity provider, for those who look after people. */
const identitiesOf = async ({ db, actor, services: { config } }: Context, id: string) => {
  const { passwordSignIn } = config
  const user = await findUser(db, id)
  const person = subjectOf(user, { lastAdmin: await lastAdmin(db, passwordSignIn), passwordSignIn })
  const owner = { id, hasPassword: user.has_password === 1 }
  const judged = await judgedIdentities(db, owner, {
    ways: config,
    rule: isLast => canUnlink(actor, person, { isLast, passwordSignIn }),
  })
  return { user, judged }
}

const listUserIdentities = on(contract.listUserIdentities, {
  handle: async ({ params }, context) => {
    enforce(canSeeIdentities(context.actor))
    const { judged } = await identitiesOf(context, params.id)
    return presentIdentities(judged, context.services.config)
  },
})

const unlinkUserIdentity = on(contract.unlinkUserIdentity, {
  handle: async ({ params }, context) => {
    const { user, judged } = await identitiesOf(context, params.id)
    const { identity, verdict } = chosenIdentity(judged, params.identity)
    enforce(verdict)
    await removeIdentity(context.db, identity)
    await auditIdentity(context, { action: 'DELETE', identity, owner: user, how: 'unlinked by an administrator' })
    await raiseIdentity(context, { kind: 'identity-unlinked', identity, owner: user, by: 'ADMINISTRATOR' })
    return undefined
  },
})

export const userIdentityRoutes: readonly Route[] = [listUserIdentities, unlinkUserIdentity]
