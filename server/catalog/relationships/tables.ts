import type { Flag } from '../../core/db/tables.ts'
import type { Passes } from '../entities/effective-owners.ts'

export type RelationshipTypes = {
  /** The tag in lower case. */
  key: string
  /** As it was written when the type was created. */
  tag: string
  name: string
  description: string | null
  definition_location: 'SOURCE' | 'DESTINATION' | 'BOTH'
  single_source: Flag
  single_destination: Flag
  allow_cycles: Flag
  /** Filters, inheritances and labels, as JSON. */
  settings: string
  /** How sources pass their owners to destinations, if they do. */
  passes_owners: Passes | null
  created_at: number
  updated_at: number
  version: number
}

/** Types and entities by their tags in lower case; those that descriptors name may not exist yet. */
export type Relationships = {
  type: string
  source: string
  destination: string
  /** Whose descriptor declares it, or that it came through the API. OVERRIDDEN: declared, and not until the descriptor is written again. */
  location: 'API' | 'SOURCE' | 'DESTINATION' | 'OVERRIDDEN'
  /** The entity whose descriptor declares it, or the source. */
  entity_id: string
  /** The destination, of one that came through the API. */
  other_id: string | null
}

declare module '../../core/db/tables.ts' {
  interface Tables {
    relationship_types: RelationshipTypes
    relationships: Relationships
  }
}
