/** Data of your own about entities, from descriptors, the API and webhooks. Every value keeps its source. */
import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { paging } from '../core/paging.ts'
import { Instant, KeptJson, MapOf } from '../core/schemas.ts'

const optional = T.Optional

export const SOURCES = ['YAML', 'API', 'INTEGRATION'] as const

/** Of one bulk update. */
export const MOST_VALUES = 10_000
/** Keys of one entity and source. */
export const MOST_KEYS = 1000
/** Characters of JSON that the values of one entity and source may have together. */
export const MOST_CHARACTERS = 1024 * 1024
export const LONGEST_KEY = 255
export const LONGEST_DESCRIPTION = 10_000

const tag = 'Custom data'
const ofEntity = '/api/v1/catalog/{tagOrId}/custom-data'
const advanced = '/api/v1/catalog/custom-data'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

export const NewCustomData = T.Object(
  {
    key: T.String({ minLength: 1, maxLength: LONGEST_KEY, format: 'visible' }),
    value: KeptJson('The value'),
    description: optional(T.Union([T.String({ maxLength: LONGEST_DESCRIPTION }), T.Null()])),
  },
  { $id: 'NewCustomData' },
)
export type NewCustomData = T.Static<typeof NewCustomData>

export const CustomData = T.Object(
  {
    id: T.Integer(),
    key: T.String(),
    value: T.Unknown({ description: 'As it was sent' }),
    description: optional(T.String()),
    source: T.Enum(SOURCES, { description: 'YAML: the descriptor; INTEGRATION: a webhook' }),
    dateUpdated: Instant,
    overridden: optional(T.Boolean({ description: 'Another source has a value for this key that wins' })),
  },
  { $id: 'CustomData' },
)
export type CustomData = T.Static<typeof CustomData>

const force = optional(
  T.Boolean({ description: 'Win over the value of the descriptor, until the descriptor is written again' }),
)
const keyParameter = T.String({ minLength: 1, maxLength: LONGEST_KEY, description: 'The key' })
const tagParameter = T.String({ minLength: 1, maxLength: 255, description: 'The tag or identifier of the entity' })

export const listCustomData = operation({
  id: 'getCustomDataForEntity',
  method: 'GET',
  path: ofEntity,
  tag,
  summary: 'List the custom data of an entity, by key',
  description: 'Of each key the value that wins: an array alone, which is empty after the last page.',
  longRead: true,
  needs: reading,
  query: T.Object({
    includeOverridden: optional(T.Boolean({ description: 'Include the values of other sources, which do not win' })),
    ...paging,
  }),
  answers: { 200: T.Array(CustomData) },
})

export const getCustomData = operation({
  id: 'getCustomDataForEntityByKey',
  method: 'GET',
  path: `${ofEntity}/{key}`,
  tag,
  summary: 'Read a value of custom data by its key',
  description:
    'A key with dots is looked up as it is first, and then as a path into a value: a.b is the key b in the value of a.',
  needs: reading,
  answers: { 200: CustomData },
})

export const addCustomData = operation({
  id: 'addCustomDataForEntity',
  method: 'POST',
  path: ofEntity,
  tag,
  summary: 'Set a value of custom data',
  description: 'A value in the descriptor of the entity wins over it, unless force is set.',
  needs: editing,
  writes: true,
  query: T.Object({ force }),
  body: NewCustomData,
  answers: { 200: CustomData },
})

export const deleteCustomData = operation({
  id: 'deleteCustomDataForEntity',
  method: 'DELETE',
  path: ofEntity,
  tag,
  summary: 'Delete a value of custom data',
  description: 'A value in the descriptor is deleted there, or with force until the descriptor is written again.',
  needs: editing,
  writes: true,
  query: T.Object({ key: keyParameter, force }),
  answers: { 200: EMPTY },
})

export const putCustomData = operation({
  id: 'createOrUpdateCustomDataInBulk',
  method: 'PUT',
  path: advanced,
  tag,
  summary: 'Set values of custom data of many entities',
  description: `Up to ${MOST_VALUES.toLocaleString('en')} values. All of them are stored, or none; tags that no entity has are in errors.`,
  needs: editing,
  writes: true,
  query: T.Object({ force }),
  body: MapOf(T.Array(NewCustomData, { maxItems: MOST_VALUES }), {
    most: MOST_VALUES,
    longestKey: 255,
    description: 'Tag or identifier of an entity, and its values',
  }),
  bodyLimit: 2 * 1024 * 1024,
  answers: {
    200: T.Object(
      {
        values: T.Array(CustomData),
        errors: optional(T.Record(T.String(), T.Enum(['NOT_FOUND']), { description: 'By tag' })),
      },
      { $id: 'BulkCustomDataResponse' },
    ),
  },
})

export const listCustomDataAdvanced = operation({
  id: 'retrieveCustomDataForEntityAdvanced',
  method: 'GET',
  path: advanced,
  tag,
  summary: 'Read custom data of an entity whose tag or key has special characters',
  description: 'All values, or the one of a key.',
  longRead: true,
  needs: reading,
  alsoRefuses: [404],
  query: T.Object({ tag: tagParameter, key: optional(keyParameter) }),
  answers: { 200: T.Array(CustomData) },
})

export const addCustomDataAdvanced = operation({
  id: 'addCustomDataForEntityAdvanced',
  method: 'POST',
  path: advanced,
  tag,
  summary: 'Set a value of custom data of an entity whose tag has special characters',
  needs: editing,
  alsoRefuses: [404],
  writes: true,
  query: T.Object({ tag: tagParameter, force }),
  body: NewCustomData,
  answers: { 200: CustomData },
})

export const deleteCustomDataAdvanced = operation({
  id: 'deleteCustomDataForEntityByKeyAdvanced',
  method: 'DELETE',
  path: advanced,
  tag,
  summary: 'Delete a value of custom data of an entity whose tag or key has special characters',
  needs: editing,
  alsoRefuses: [404],
  writes: true,
  query: T.Object({ tag: tagParameter, key: keyParameter, force }),
  answers: { 200: EMPTY },
})
