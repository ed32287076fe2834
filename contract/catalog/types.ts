/** Entity types: what kinds of entities there are, and which `x-cortex-definition` each asks for. */
import * as T from 'typebox'
import { ErrorResponse } from '../core/errors.ts'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Ability, abilitiesFlag, ChangedName, Description, Name } from '../core/schemas.ts'
import { Violation, Violations } from './entities.ts'

const optional = T.Optional

const tag = 'Entity types'
const path = '/api/v1/catalog/definitions/{type}'
const editing = { permission: 'EDIT_ENTITY_TYPES' } as const
/** A schema may have 32 levels; what is deeper is refused with the place, up to here. */
const deepest = 64

const JsonSchema = T.Unsafe<Record<string, unknown>>({ type: 'object', description: 'JSON Schema' })
/** Any JSON as far as the contract goes; that it is an object is checked with the rest of it. */
const SentSchema = T.Unknown({
  description:
    'JSON Schema of x-cortex-definition: 2020-12, or draft-07 or draft-04 where $schema says so. Up to 64 KB, 32 levels and 2,000 properties; $ref stays within the schema; patterns are RE2, without look-around.',
})

const words = {
  description: optional(T.Union([Description, T.Null()])),
  iconTag: optional(
    T.Union([
      T.String({
        maxLength: 100,
        pattern: '^[^\\u0000-\\u001f\\u007f]*$',
        description: 'The name of an icon. Unknown ones are kept, and shown as the default icon',
      }),
      T.Null(),
    ]),
  ),
}

const dryRun = {
  dryRun: optional(
    T.Boolean({ description: 'Validate without storing, and without looking at the entities of the type' }),
  ),
}

export const EntityType = T.Object(
  {
    type: T.String({ description: 'What x-cortex-type says, whatever its letter case' }),
    name: optional(T.String()),
    description: optional(T.String()),
    iconTag: optional(T.String()),
    schema: JsonSchema,
    source: T.Enum(['CORTEX', 'CUSTOM'], { description: 'CORTEX: built in' }),
  },
  { $id: 'CatalogDefinitionResponse' },
)
export type EntityType = T.Static<typeof EntityType>

export const EntityTypeDetails = T.Object(
  {
    ...EntityType.properties,
    version: T.Integer(),
    warnings: optional(
      T.Array(Violation, { description: 'After a write: keywords and formats that are kept but not checked' }),
    ),
    abilities: optional(T.Object({ edit: Ability, remove: Ability })),
  },
  { $id: 'EntityTypeDetails' },
)
export type EntityTypeDetails = T.Static<typeof EntityTypeDetails>

/** Entities that a schema would no longer fit. */
export const UnfitEntities = T.Object(
  {
    ...ErrorResponse.properties,
    count: optional(T.Integer({ description: 'How many entities don’t satisfy the schema' })),
    entities: optional(
      T.Array(T.Object({ tag: T.String(), violation: Violation }), {
        description: 'The first 100 of them, each with its first violation',
      }),
    ),
  },
  { $id: 'UnfitEntities' },
)
export type UnfitEntities = T.Static<typeof UnfitEntities>

const Refused = T.Union([Violations, ErrorResponse])

export const listEntityTypes = operation({
  id: 'listDefinitions',
  method: 'GET',
  path: '/api/v1/catalog/definitions',
  tag,
  summary: 'List entity types',
  description: 'Sorted by type. Service, domain and team are left out unless includeBuiltIn asks for them.',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object({
    includeBuiltIn: optional(T.Boolean({ description: 'Include service, domain and team' })),
    ...paging,
  }),
  answers: { 200: T.Object({ definitions: T.Array(EntityType), ...pageFields }) },
})

export const getEntityType = operation({
  id: 'getDefinition',
  method: 'GET',
  path,
  tag,
  summary: 'Read an entity type',
  needs: { permission: 'VIEW_CATALOGS' },
  query: T.Object(abilitiesFlag),
  answers: { 200: EntityTypeDetails },
})

export const createEntityType = operation({
  id: 'createDefinition',
  method: 'POST',
  path: '/api/v1/catalog/definitions',
  tag,
  summary: 'Create an entity type',
  description:
    'Entities that have the type already and do not satisfy its schema stay readable and are marked; their next change must satisfy it.',
  needs: editing,
  writes: true,
  deepest,
  query: T.Object(dryRun),
  body: T.Object({
    type: T.String({ minLength: 1, maxLength: 100, description: 'What descriptors have as x-cortex-type' }),
    name: optional(Name),
    ...words,
    schema: SentSchema,
  }),
  answers: { 200: EntityTypeDetails, 400: Refused },
})

export const updateEntityType = operation({
  id: 'updateDefinition',
  method: 'PUT',
  path,
  tag,
  summary: 'Update an entity type',
  description: 'What is left out stays; null clears a description or icon.',
  needs: editing,
  writes: true,
  versioned: true,
  deepest,
  query: T.Object({
    force: optional(
      T.Boolean({
        description:
          'Store the schema even if entities do not satisfy it. They stay readable and are marked; their next change must satisfy it',
      }),
    ),
    ...dryRun,
  }),
  body: T.Object({ name: optional(ChangedName), ...words, schema: optional(SentSchema) }),
  answers: { 200: EntityTypeDetails, 400: Refused, 409: UnfitEntities },
})

export const deleteEntityType = operation({
  id: 'deleteDefinition',
  method: 'DELETE',
  path,
  tag,
  summary: 'Delete an entity type',
  description: 'A type that entities have, archived ones included, can’t be deleted.',
  needs: editing,
  writes: true,
  versioned: true,
  alsoRefuses: [409],
  answers: { 200: EMPTY },
})
