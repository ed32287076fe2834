import * as contract from '../../../contract/outbound/home.ts'
import { type Actor, holds } from '../../core/callers/actor.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { type Asker, readHome } from './read.ts'

const personOf = (actor: Actor) => (actor.kind === 'anonymous' ? undefined : actor.user)

/** What the caller may see, as plain data: it is read on another thread. */
const askerOf = (actor: Actor): Asker => ({
  person: personOf(actor),
  seesTokens: actor.kind === 'session',
  seesCatalog: holds(actor, 'VIEW_CATALOGS'),
  seesAudit: holds(actor, 'VIEW_AUDIT_LOGS'),
  manages: actor.kind === 'session' && holds(actor, 'EDIT_SETTINGS'),
})

const getHome = on(contract.getHome, {
  handle: (_, { actor, now, answerAside, services }) =>
    answerAside(readHome, askerOf(actor), { now, hasProvider: services.config.oidc !== undefined }),
})

export const homeRoutes: readonly Route[] = [getHome]
