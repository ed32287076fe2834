/** Which relationships entities can have: who may be at their ends, where they are declared, and what their ends are called. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Ability, abilitiesFlag, ChangedName, Description, Name } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'

const optional = T.Optional

const tag = 'Relationship types'
const path = '/api/v1/relationship-types/{relationshipTypeTag}'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITY_TYPES' } as const

export const DEFINITION_LOCATIONS = ['SOURCE', 'DESTINATION', 'BOTH'] as const
export const INHERITANCE_TYPES = ['NONE', 'FALLBACK', 'APPEND', 'CONFIGURE_AT_SOURCE'] as const
export const RELATIONSHIP_TYPE_SORTS = ['tag', 'name'] as const

const EntityTypeFilter = T.Object(
  {
    include: T.Boolean({ description: 'true: only these types; false: all types but these' }),
    types: T.Array(T.String({ maxLength: 100, pattern: '^[^\\u0000]*$' }), {
      maxItems: 500,
      description: 'Types of entities, in any letter case; an empty list allows all',
    }),
  },
  { $id: 'EntityTypeFilter' },
)
export type EntityTypeFilter = T.Static<typeof EntityTypeFilter>

const Inheritance = T.Object(
  { parameterTag: T.Enum(['x-cortex-owners']), inheritanceType: T.Enum(INHERITANCE_TYPES) },
  { $id: 'RelationshipInheritance' },
)
export type Inheritance = T.Static<typeof Inheritance>

const rules = {
  isSingleSource: T.Boolean({ description: 'Whether a destination can have only one source' }),
  isSingleDestination: T.Boolean({ description: 'Whether a source can have only one destination' }),
  allowCycles: T.Boolean({ description: 'Whether relationships can lead back to where they began' }),
  sourcesFilter: EntityTypeFilter,
  destinationsFilter: EntityTypeFilter,
  inheritances: T.Array(Inheritance, {
    maxItems: 10,
    description: 'Whether sources pass their owners to their destinations',
  }),
}

const LABELS = {
  sourceLabelSingular: 'What a source is called',
  sourceLabelPlural: 'What sources are called',
  destinationLabelSingular: 'What a destination is called',
  destinationLabelPlural: 'What destinations are called',
} as const

const shownLabel = (description: string) => optional(T.String({ description }))
const newLabel = (description: string) =>
  optional(T.Union([T.String({ minLength: 1, maxLength: 120, format: 'visible' }), T.Null()], { description }))

export const RelationshipType = T.Object(
  {
    tag: T.String(),
    name: T.String(),
    description: optional(T.String()),
    definitionLocation: T.Enum(DEFINITION_LOCATIONS, {
      description: 'Whose descriptors declare relationships of this type',
    }),
    ...rules,
    isCortexManaged: T.Boolean({ description: 'false: every type was created by someone' }),
    sourceLabelSingular: shownLabel(LABELS.sourceLabelSingular),
    sourceLabelPlural: shownLabel(LABELS.sourceLabelPlural),
    destinationLabelSingular: shownLabel(LABELS.destinationLabelSingular),
    destinationLabelPlural: shownLabel(LABELS.destinationLabelPlural),
    sourceNameSingular: shownLabel('The same as sourceLabelSingular'),
    sourceNamePlural: shownLabel('The same as sourceLabelPlural'),
    destinationNameSingular: shownLabel('The same as destinationLabelSingular'),
    destinationNamePlural: shownLabel('The same as destinationLabelPlural'),
    version: T.Integer(),
    relationships: optional(
      T.Integer({
        description:
          'With includeCounts: how many there are, with those of entities that are archived or do not exist yet',
      }),
    ),
    abilities: optional(T.Object({ edit: Ability, remove: Ability })),
  },
  { $id: 'EntityRelationshipTypeResponse' },
)
export type RelationshipType = T.Static<typeof RelationshipType>

const tagOfType = T.String({
  minLength: 1,
  maxLength: 255,
  pattern: '^[A-Za-z0-9_][A-Za-z0-9._:@+~-]*$',
  description: 'What descriptors have as type; whatever its letter case',
})

const definitionLocation = T.Enum(DEFINITION_LOCATIONS, {
  description: 'SOURCE: descriptors of sources list destinations; DESTINATION: those of destinations list sources',
})

const words = {
  description: optional(T.Union([Description, T.Null()])),
  isSingleSource: optional(rules.isSingleSource),
  isSingleDestination: optional(rules.isSingleDestination),
  allowCycles: optional(rules.allowCycles),
  sourcesFilter: optional(EntityTypeFilter),
  destinationsFilter: optional(EntityTypeFilter),
  inheritances: optional(rules.inheritances),
  createCatalog: optional(
    T.Boolean({ description: 'Accepted, and does nothing: there are no catalog pages to create' }),
  ),
  sourceLabelSingular: newLabel(LABELS.sourceLabelSingular),
  sourceLabelPlural: newLabel(LABELS.sourceLabelPlural),
  destinationLabelSingular: newLabel(LABELS.destinationLabelSingular),
  destinationLabelPlural: newLabel(LABELS.destinationLabelPlural),
}

/** What is left out of a new type is false or empty. */
export const NewRelationshipType = T.Object({ tag: tagOfType, name: Name, definitionLocation, ...words })
export type NewRelationshipType = T.Static<typeof NewRelationshipType>

const RelationshipTypeEdit = T.Object({
  tag: optional(tagOfType),
  name: optional(ChangedName),
  definitionLocation: optional(definitionLocation),
  ...words,
})
export type RelationshipTypeEdit = T.Static<typeof RelationshipTypeEdit>

export const listRelationshipTypes = operation({
  id: 'listRelationshipTypes',
  method: 'GET',
  path: '/api/v1/relationship-types',
  tag,
  summary: 'List relationship types',
  longRead: true,
  needs: reading,
  query: T.Object({
    includeCounts: optional(T.Boolean({ description: 'Include how many relationships of each type there are' })),
    ...sorting(RELATIONSHIP_TYPE_SORTS),
    ...abilitiesFlag,
    ...paging,
  }),
  answers: { 200: T.Object({ relationshipTypes: T.Array(RelationshipType), ...pageFields }) },
})

export const getRelationshipType = operation({
  id: 'getRelationshipTypeDetails',
  method: 'GET',
  path,
  tag,
  summary: 'Read a relationship type',
  needs: reading,
  query: T.Object(abilitiesFlag),
  answers: { 200: RelationshipType },
})

export const createRelationshipType = operation({
  id: 'createRelationshipType',
  method: 'POST',
  path: '/api/v1/relationship-types',
  tag,
  summary: 'Create a relationship type',
  description: 'Relationships of the type that descriptors declare already are read from then on.',
  needs: editing,
  writes: true,
  body: NewRelationshipType,
  answers: { 200: RelationshipType },
})

export const updateRelationshipType = operation({
  id: 'updateRelationshipType',
  method: 'PUT',
  path,
  tag,
  summary: 'Update a relationship type',
  description:
    'What is left out stays; null clears. The tag can’t be changed. Relationships that there are stay, even if they break the new rules.',
  needs: editing,
  writes: true,
  versioned: true,
  body: RelationshipTypeEdit,
  answers: { 200: RelationshipType },
})

export const deleteRelationshipType = operation({
  id: 'deleteRelationshipType',
  method: 'DELETE',
  path,
  tag,
  summary: 'Delete a relationship type',
  description: 'A type that has relationships, of archived entities too, can’t be deleted.',
  needs: editing,
  writes: true,
  versioned: true,
  alsoRefuses: [409],
  answers: { 200: EMPTY },
})
