/** Edges other than parents that pass owners on. A slice that has such edges registers them once, with the SQL that finds them. */
import type { LookUp } from '../../core/db/look-up.ts'
import type { Tables } from '../../core/db/tables.ts'

type Asked = {
  readonly lookUp: LookUp
  readonly from: string
  /** The tag in lower case, as SQL. */
  readonly tag: string
}

export type OwnerEdges = {
  /** The tables that it reads, each a `countedTable`. */
  readonly reads: readonly (keyof Tables)[]
  /** A select of `parent_tag`, `child_tag`, `position` and `passes` (see `Passes`) for the edges that end at this tag. */
  readonly select: (asked: Asked) => string
}

let added: readonly OwnerEdges[] = []

/** To be called at the top level of a module that the slice names in `longReads`, as `entityPart`. */
export const passOwners = (edges: OwnerEdges) => {
  added = [...added, edges]
}

export const ownerEdges = (): readonly OwnerEdges[] => added
