/** What is attached to an entity: each part knows how it is read, and where answers carry it. Lists and pages loop over the parts. */
import type { Db } from '../../core/db/database.ts'
import type { EntityDocument, Ownership } from './document.ts'
import type { EntityRow } from './entities.ts'
import type { Depth } from './family.ts'

/** What a caller wants to know of one entity. */
export type DetailOptions = { readonly depth: Depth; readonly withOwners: boolean }

/** What a caller wants to know of each entity of a list. */
export type ListOptions = {
  readonly depth: Depth
  readonly includeMetadata?: boolean | undefined
  readonly includeLinks?: boolean | undefined
  readonly includeSlackChannels?: boolean | undefined
  readonly includeOwners?: boolean | undefined
  readonly includeNestedFields?: readonly string[] | undefined
}

/** What answers say of the relatives of entities, as JSON. */
export type Relatives = {
  /** `ownership` is asked for where it counts. */
  readonly ownersOf: (tag: string, ownership: () => Ownership) => string
  readonly hierarchyOf: (tag: string, depth: Depth) => string
}

/** The entities of one answer, of which each part is read at once: never one at a time. */
export type Reading = {
  /** Absent where a part that reads the database cannot be: on the hot path it has a compiled statement. */
  readonly db?: Db
  readonly rows: readonly EntityRow[]
  readonly depth: Depth
  readonly relatives: Relatives
}

/** The part of one entity, as JSON; undefined or '' where it has none. */
export type PartOf = (row: EntityRow, ownership: () => Ownership) => string | undefined

/** Where an answer carries the part. Without `isAsked` it always does; `otherwise` is there, as JSON, where it is not asked for. */
type Place<Options> = {
  readonly name: string
  readonly isAsked?: (options: Options, row: EntityRow) => boolean
  readonly otherwise?: string
}

export type EntityPart = {
  /** In the answer about one entity. */
  readonly detail?: Place<DetailOptions>
  /** In a list. */
  readonly row?: Place<ListOptions>
} & (
  | {
      /** What the entity's own descriptor says: kept as text beside it. */
      readonly own: (document: EntityDocument) => unknown
    }
  | {
      /** What follows from other rows, at the moment of the read. */
      readonly read: (reading: Reading) => PartOf | Promise<PartOf>
    }
)
