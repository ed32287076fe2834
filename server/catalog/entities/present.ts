/** Entities as the API answers them. */

import type { EntityDetails, EntitySummary } from '../../../contract/catalog/entities.ts'
import type { Actor } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'
import { ability } from '../../identity/access/abilities.ts'
import type { EntityDocument } from './document.ts'
import { documentOf, type EntityRow } from './entities.ts'
import type { Depth, Family } from './family.ts'

export const abilitiesOf = (actor: Actor): NonNullable<EntityDetails['abilities']> => ({
  edit: ability(actor, 'EDIT_ENTITIES'),
  archive: ability(actor, 'ARCHIVE_ENTITIES'),
  unarchive: ability(actor, 'CONFIGURE_ENTITIES'),
  remove: ability(actor, 'ARCHIVE_ENTITIES'),
})

/** `full` or a number of levels, as clients say it. */
export const depthOf = (query: { hierarchyDepth?: string; includeHierarchyFields?: readonly string[] }): Depth => ({
  levels: /^\d+$/.test(query.hierarchyDepth ?? '') ? Number(query.hierarchyDepth) : Number.POSITIVE_INFINITY,
  withGroups: query.includeHierarchyFields?.some(field => field.toLowerCase() === 'groups') ?? false,
})

export type DetailOptions = {
  readonly depth: Depth
  readonly withOwners: boolean
  /** Set where the asker wants to know what they may do. */
  readonly asker?: Actor | undefined
}

/** A row and what its document holds. */
export type LoadedEntity = { readonly row: EntityRow; readonly document: EntityDocument }

export const presentEntity = (
  { row, document }: LoadedEntity,
  family: Family,
  { depth, withOwners, asker }: DetailOptions,
): EntityDetails => {
  const { groups, links, metadata, slackChannels, git, ownership, definition } = document
  return {
    id: row.id,
    tag: row.tag,
    name: row.name,
    type: row.type,
    description: row.description ?? undefined,
    groups,
    links,
    metadata,
    slackChannels,
    git,
    ownership,
    ownersV2: withOwners ? family.ownersOf(row.tag, ownership) : undefined,
    hierarchy: family.hierarchyOf(row.tag, depth),
    definition,
    isArchived: row.archived_at !== null,
    lastUpdated: iso(row.updated_at),
    sample: row.sample === 1 ? true : undefined,
    version: row.version,
    abilities: asker && abilitiesOf(asker),
  }
}

export type SummaryOptions = {
  readonly depth: Depth
  readonly includeMetadata?: boolean | undefined
  readonly includeLinks?: boolean | undefined
  readonly includeSlackChannels?: boolean | undefined
  readonly includeOwners?: boolean | undefined
  readonly includeMembers?: boolean | undefined
}

/** A row of a list: what was not asked for is an empty list, owners and members are absent. */
export const presentSummary = (row: EntityRow, family: Family, options: SummaryOptions): EntitySummary => {
  const { groups, links, metadata, slackChannels, git, ownership, members } = documentOf(row)
  return {
    id: row.id,
    tag: row.tag,
    name: row.name,
    type: row.type,
    description: row.description ?? undefined,
    groups,
    links: options.includeLinks ? links : [],
    metadata: options.includeMetadata ? metadata : [],
    slackChannels: options.includeSlackChannels ? slackChannels : [],
    git,
    owners: options.includeOwners ? family.ownersOf(row.tag, ownership) : undefined,
    hierarchy: family.hierarchyOf(row.tag, options.depth),
    isArchived: row.archived_at !== null,
    lastUpdated: iso(row.updated_at),
    sample: row.sample === 1 ? true : undefined,
    members: options.includeMembers && row.type === 'team' ? (members ?? []) : undefined,
  }
}
