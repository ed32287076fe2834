/** What is attached to an entity: each part knows how it is read, and where answers carry it. Lists and pages loop over the parts. */
import type { getEntity, listEntities } from '../../../contract/catalog/catalog.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import type { Quote } from '../../core/db/look-up.ts'
import type { Tables } from '../../core/db/tables.ts'
import type { EntityDocument, Ownership } from './document.ts'
import type { EntityRow } from './entities.ts'
import type { Depth } from './family.ts'

/** What a caller wants to know of one entity: the query of the operation. */
export type DetailOptions = QueryOf<typeof getEntity> & { readonly depth: Depth }

/** What a caller wants to know of each entity of a list: the query of the operation. */
export type ListOptions = QueryOf<typeof listEntities> & { readonly depth: Depth }

/** What answers say of the relatives of entities, as JSON. */
export type Relatives = {
  /** `ownership` is asked for where it counts. */
  readonly ownersOf: (tag: string, ownership: () => Ownership) => string
  readonly hierarchyOf: (tag: string, depth: Depth) => string
}

/** The entities of one answer, of which each part is read at once: never one at a time. */
export type Reading = {
  readonly db: Db
  readonly rows: readonly (EntityRow & WithParts)[]
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

type Places = {
  /** In the answer about one entity. */
  readonly detail?: Place<DetailOptions>
  /** In a list. */
  readonly row?: Place<ListOptions>
}

/** What the entity's own descriptor says: kept as text beside it. */
export type OwnPart = Places & { readonly own: (document: EntityDocument) => unknown }

/** What follows from other rows, at the moment of the read. Asked for only where an answer carries it. */
export type ReadPart = Places & {
  /** The tables that it reads, except those that change only with a row of `entities`. Each is a `countedTable` of a migration. */
  readonly reads: readonly (keyof Tables)[]
  readonly read: (reading: Reading) => PartOf | Promise<PartOf>
  /** For parts that most responses about one entity include: the statement that reads the entity includes the part. */
  readonly along?: Along
}

/** SQL for the part of a row of `entities`, as JSON; null if the entity has none, and the part is `none`. */
export type Along = { readonly textOf: (quote: Quote) => string; readonly none: string }

/** Parts that were read along with the row, by their names. */
export type WithParts = { readonly [part: `part_${string}`]: string | null | undefined }

export type EntityPart = OwnPart | ReadPart
