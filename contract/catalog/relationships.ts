/** Which entities are related, by descriptors and by the API. */
import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'

const optional = T.Optional

const tag = 'Relationships'
const ofType = '/api/v1/relationships/{relationshipTypeTag}'
const ofEntity = '/api/v1/catalog/{tagOrId}/relationships/{relationshipTypeTag}'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

/** Of one request. */
export const MOST_PAIRS = 10_000
export const DEEPEST = 100
/** Of each type and direction, where an entity's relationships are listed by type. */
export const MOST_SHOWN = 20
/** Entities of one answer about a tree. */
export const MOST_RELATED = 10_000

export const RelatedEntity = T.Object(
  {
    id: T.String(),
    tag: T.String(),
    name: T.String(),
    type: T.String(),
    description: optional(T.String()),
  },
  { $id: 'RelatedEntityDetails' },
)
export type RelatedEntity = T.Static<typeof RelatedEntity>

export const Relationship = T.Object(
  { relationshipTypeTag: T.String(), sourceEntity: RelatedEntity, destinationEntity: RelatedEntity },
  { $id: 'EntityRelationshipDetails' },
)
export type Relationship = T.Static<typeof Relationship>

const names = {
  name: T.String(),
  sourceLabelSingular: optional(T.String()),
  sourceLabelPlural: optional(T.String()),
  destinationLabelSingular: optional(T.String()),
  destinationLabelPlural: optional(T.String()),
}

const pair = { relationshipTypeTag: T.String(), sourceEntityTag: T.String(), destinationEntityTag: T.String() }
const StoredPair = T.Object(pair, { $id: 'EntityRelationship' })
export type StoredPair = T.Static<typeof StoredPair>
const RefusedPair = T.Object({ ...pair, errorMessage: T.String() }, { $id: 'EntityRelationshipError' })
export type RefusedPair = T.Static<typeof RefusedPair>

const Changed = T.Object(
  { relationships: T.Array(StoredPair), errors: T.Array(RefusedPair) },
  { $id: 'BulkUpdateEntityRelationshipsResponse' },
)

const Destinations = T.Object({ destinations: T.Array(RelatedEntity) }, { $id: 'EntityDestinationsResponse' })
const Sources = T.Object({ sources: T.Array(RelatedEntity) }, { $id: 'EntitySourcesResponse' })

const Tag = T.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000]*$' })
const tags = (description: string) => T.Array(Tag, { maxItems: MOST_PAIRS, description })

const force = T.Object({
  force: optional(
    T.Boolean({ description: 'Win over what descriptors declare, until the descriptor is written again' }),
  ),
})

const tree = T.Object({
  depth: optional(
    T.Integer({ minimum: 1, maximum: DEEPEST, default: 1, description: 'Levels; 1 is what is directly related' }),
  ),
  includeArchived: optional(
    T.Boolean({ description: 'Include archived entities, and what is related only through them' }),
  ),
})

const inTree = `Nearest first, each entity once, whatever cycles there are. More than ${MOST_RELATED.toLocaleString('en')} entities are refused.`
const adding = 'Those that are there already stay. All are added, or none.'
const replacing =
  'What descriptors declare stays, unless force is set. The list is what there is afterward. All are changed, or none.'

const Some = T.Object({ total: T.Integer(), entities: T.Array(RelatedEntity, { description: 'The first of them' }) })

/** What an entity has of one type. */
export const RelatedByType = T.Object(
  { relationshipType: T.Object({ tag: T.String(), ...names }), destinations: Some, sources: Some },
  { $id: 'RelatedByType' },
)
export type RelatedByType = T.Static<typeof RelatedByType>

export const listRelated = operation({
  id: 'listRelationshipsOfEntity',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/relationships',
  tag,
  summary: 'List the relationships of an entity, by type',
  description: `Types of which the entity has none are left out. Of each type and direction up to ${MOST_SHOWN} entities, and how many there are. Archived entities, and those that do not exist yet, are left out.`,
  longRead: true,
  needs: reading,
  answers: { 200: T.Object({ types: T.Array(RelatedByType) }) },
})

export const listDestinations = operation({
  id: 'listEntityDestinationsForRelationshipType',
  method: 'GET',
  path: `${ofEntity}/destinations`,
  tag,
  summary: 'List the destinations of an entity',
  description: inTree,
  longRead: true,
  needs: reading,
  query: tree,
  answers: { 200: Destinations },
})

export const addDestinations = operation({
  id: 'addEntityDestinations',
  method: 'POST',
  path: `${ofEntity}/destinations`,
  tag,
  summary: 'Add destinations to an entity',
  description: adding,
  needs: editing,
  writes: true,
  query: force,
  body: T.Object({ destinations: tags('Tags of entities') }),
  answers: { 200: Destinations },
})

export const setDestinations = operation({
  id: 'updateEntityDestinations',
  method: 'PUT',
  path: `${ofEntity}/destinations`,
  tag,
  summary: 'Replace the destinations of an entity',
  description: replacing,
  needs: editing,
  writes: true,
  query: force,
  body: T.Object({ destinations: tags('Tags of entities') }),
  answers: { 200: Destinations },
})

export const listSources = operation({
  id: 'listEntitySourcesForRelationshipType',
  method: 'GET',
  path: `${ofEntity}/sources`,
  tag,
  summary: 'List the sources of an entity',
  description: inTree,
  longRead: true,
  needs: reading,
  query: tree,
  answers: { 200: Sources },
})

export const addSources = operation({
  id: 'addEntitySources',
  method: 'POST',
  path: `${ofEntity}/sources`,
  tag,
  summary: 'Add sources to an entity',
  description: adding,
  needs: editing,
  writes: true,
  query: force,
  body: T.Object({ sources: tags('Tags of entities') }),
  answers: { 200: Sources },
})

export const setSources = operation({
  id: 'updateEntitySources',
  method: 'PUT',
  path: `${ofEntity}/sources`,
  tag,
  summary: 'Replace the sources of an entity',
  description: replacing,
  needs: editing,
  writes: true,
  query: force,
  body: T.Object({ sources: tags('Tags of entities') }),
  answers: { 200: Sources },
})

export const listRelationships = operation({
  id: 'listEntityRelationships',
  method: 'GET',
  path: ofType,
  tag,
  summary: 'List the relationships of a type',
  description:
    'By the tags of source and destination. Archived entities, and those that do not exist yet, are left out.',
  longRead: true,
  needs: reading,
  query: T.Object(paging),
  answers: { 200: T.Object({ relationships: T.Array(Relationship), ...pageFields }) },
})

const pairs = T.Object({
  relationships: T.Array(T.Object({ source: Tag, destination: Tag }), {
    maxItems: MOST_PAIRS,
    description: 'Tags of two entities each',
  }),
})

export const addRelationships = operation({
  id: 'addEntityRelationships',
  method: 'POST',
  path: ofType,
  tag,
  summary: 'Add relationships of a type',
  description: 'Those that can’t be added are in errors; all others are added.',
  needs: editing,
  writes: true,
  query: force,
  body: pairs,
  bodyLimit: 2 * 1024 * 1024,
  answers: { 200: Changed },
})

export const setRelationships = operation({
  id: 'updateEntityRelationships',
  method: 'PUT',
  path: ofType,
  tag,
  summary: 'Replace all relationships of a type',
  description:
    'What descriptors declare stays, unless force is set. Those that can’t be added are in errors; all others are added.',
  needs: editing,
  writes: true,
  query: force,
  body: pairs,
  bodyLimit: 2 * 1024 * 1024,
  answers: { 200: Changed },
})
