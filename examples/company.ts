/** A mid-size company: Mosswick, a garden wholesaler with an online shop. The same seed and scale make the same company, byte for byte. */
import type { Entity } from './descriptor.ts'
import { itemEntities } from './entities.ts'
import { type Deploy, deploysOf, type Happening, happeningsOf, type Point, pointsOf } from './history.ts'
import { type Datum, dataOf } from './measured.ts'
import { organizationEntities, organizationOf } from './organization.ts'
import { resourcesOf } from './resources.ts'
import { servicesOf } from './services.ts'
import { ENTITY_TYPES, LISTED_TYPE, RELATIONSHIP_TYPES } from './types.ts'

/** At scale 1. */
const SIZE = { services: 400, teams: 60, domains: 40, databases: 70, topics: 50, vendors: 24 } as const
const ENTITIES = Object.values(SIZE).reduce((sum, many) => sum + many, 0)
/** Below this there would be no domain that has services, or no team. */
const LEAST = 2

export type Related = { readonly type: string; readonly source: string; readonly destination: string }

export type Company = {
  readonly entityTypes: typeof ENTITY_TYPES
  readonly relationshipTypes: typeof RELATIONSHIP_TYPES
  /** Each of these starts from the beginning and makes one after the other. */
  readonly entities: () => Generator<Entity>
  readonly customData: () => Generator<Datum>
  readonly relationships: () => Generator<Related>
  readonly deploys: () => Generator<Deploy>
  readonly events: () => Generator<Happening>
  readonly metrics: () => Generator<Point>
}

export type Options = { readonly seed: number; readonly scale: number }

const sizeAt = (scale: number, what: keyof typeof SIZE) => Math.max(LEAST, Math.round(SIZE[what] * scale))

/** How large a company has to be to have so many entities, or a few more. */
export const scaleFor = (entities: number) => (entities + Object.keys(SIZE).length) / ENTITIES

export const companyOf = ({ seed, scale }: Options): Company => {
  const size = (what: keyof typeof SIZE) => sizeAt(scale, what)
  const organization = organizationOf(seed, { teams: size('teams'), domains: size('domains') })
  const services = servicesOf(seed, organization, size('services'))
  const sizes = { databases: size('databases'), topics: size('topics'), vendors: size('vendors') }
  const resources = resourcesOf(seed, services, sizes)
  return {
    entityTypes: ENTITY_TYPES,
    relationshipTypes: RELATIONSHIP_TYPES,
    *entities() {
      yield* organizationEntities(seed, organization)
      yield* itemEntities(seed, services, resources)
    },
    customData: () => dataOf(seed, services, resources.resources),
    *relationships() {
      for (const { service, vendor } of resources.bought)
        yield { type: LISTED_TYPE, source: service, destination: vendor }
    },
    deploys: () => deploysOf(seed, services),
    events: () => happeningsOf(seed, services),
    metrics: () => pointsOf(seed, services),
  }
}
