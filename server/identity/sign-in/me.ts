/** Who I am and what I may do. */
import { ALL_PERMISSIONS } from '../../../contract/core/permissions.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import type { Me } from '../../../contract/identity/sessions.ts'
import { type Actor, holds, type SessionActor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import type { Services } from '../../core/services/services.ts'
import { ability } from '../access/abilities.ts'
import type { HeldRole } from '../access/roles.ts'
import { presentHeldRole } from '../roles/present.ts'
import { findUser } from '../users/users.ts'
import type { SampleCatalog } from './sample-catalog.ts'

const SOURCES = { direct: 'DIRECT', oidc: 'OIDC' } as const

const presentRoles = (roles: readonly HeldRole[]): Me['roles'] =>
  [...Map.groupBy(roles, ({ id }) => id).values()].flatMap(same => {
    const [role] = same
    if (!role) return []
    const sources = same.map(({ source }) => (source === 'oidc' ? SOURCES.oidc : SOURCES.direct))
    return [{ ...presentHeldRole(role), permissions: [...role.permissions], sources }]
  })

const abilitiesOf = (actor: Actor): Record<string, Ability> =>
  Object.fromEntries(ALL_PERMISSIONS.map(id => [id, ability(actor, id)]))

/** Only people who could load or remove the samples see whether they are loaded. */
const areSamplesLoaded = async (db: Db, actor: Actor, samples: SampleCatalog | undefined) =>
  holds(actor, 'EDIT_SETTINGS') && ((await samples?.areLoaded(db)) ?? false)

export const presentMe = async (db: Db, actor: SessionActor, { sampleCatalog }: Services): Promise<Me> => {
  const user = await findUser(db, actor.user.id)
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    hasPassword: user.has_password === 1,
    linkedToProvider: user.has_identity === 1,
    roles: presentRoles(user.roles),
    permissions: [...actor.permissions],
    abilities: abilitiesOf(actor),
    samplesLoaded: await areSamplesLoaded(db, actor, sampleCatalog),
  }
}
