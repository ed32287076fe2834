import type { Generated } from 'kysely'
import type { Flag } from '../../core/db/tables.ts'

export type Entities = {
  id: string
  tag: string
  type: string
  name: string
  /** What lists are sorted by: the beginning of the name, see `folded`. */
  folded_name: Generated<string>
  description: string | null
  /** What reads need of the descriptor, as JSON. */
  document: string
  git_repository: string | null
  archived_at: number | null
  created_at: number
  updated_at: number
  sample: Flag
  /** While its definition does not satisfy the schema of its type. */
  violates_schema: Generated<Flag>
  version: number
}

export type EntityGroups = {
  entity_id: string
  name: string
  /** For matching: see `folded`. */
  folded: string
}

/** Owners as the descriptor names them; they may name teams that do not exist yet. */
export type EntityOwners = {
  entity_id: string
  position: number
  kind: 'EMAIL' | 'GROUP' | 'SLACK'
  /** Lower case, for matching; the words as written are in the document. */
  name: string
  provider: string | null
}

/** The members of a team that its descriptor names with an email, in the form in which emails are compared. */
export type EntityMembers = { entity_id: string; position: number; email: string }

/** The groups of identity providers that a team stands for: names in lower case, providers in upper case or ''. */
export type EntityTeamGroups = { entity_id: string; position: number; name: string; provider: string }

/** A parent-child pair that a descriptor declares, by tags in lower case, which may not exist yet. */
export type EntityEdges = { declared_by: string; parent_tag: string; child_tag: string; position: number }

/** What answers say of an entity by its own descriptor alone: see `own.ts`. */
export type EntityOwn = { id: string; format: number; checksum: number; text: string }

/** How often entities have changed: the sum over its rows. */
export type CatalogChanges = { shard: number; changes: number }

declare module '../../core/db/tables.ts' {
  interface Tables {
    entities: Entities
    entity_sources: Sources
    entity_texts: Texts
    entity_groups: EntityGroups
    entity_owners: EntityOwners
    entity_edges: EntityEdges
    entity_members: EntityMembers
    entity_team_groups: EntityTeamGroups
    entity_own: EntityOwn
    catalog_changes: CatalogChanges
  }
}
