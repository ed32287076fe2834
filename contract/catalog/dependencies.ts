/** Which entities call which, by descriptors and by the API. */
import * as T from 'typebox'
import { Deleted, deletesInBulk, dryRun } from '../core/bulk-delete.ts'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { MapOf } from '../core/schemas.ts'

const optional = T.Optional

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const

/** Of one bulk request. */
export const MOST_DEPENDENCIES = 10_000

const tag = 'Dependencies'
const ofMany = '/api/v1/catalog/dependencies'
const path = '/api/v1/catalog/{callerTag}/dependencies/{calleeTag}'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

const words = {
  description: optional(T.String({ maxLength: 10_000 })),
  metadata: optional(T.Unknown({ description: 'Any JSON' })),
}
const endpoint = {
  method: optional(T.Enum(HTTP_METHODS, { description: 'With path: the endpoint that is called' })),
  path: optional(T.String({ maxLength: 2000, description: 'With method: the endpoint that is called' })),
}

export const Dependency = T.Object(
  {
    callerTag: T.String(),
    callerType: T.String(),
    calleeTag: T.String(),
    calleeType: T.String(),
    ...endpoint,
    ...words,
    source: T.Enum(['YAML', 'API'], { description: 'YAML: a descriptor declares it' }),
  },
  { $id: 'DependencyResponse' },
)
export type Dependency = T.Static<typeof Dependency>

export const listDependencies = operation({
  id: 'listDependenciesForEntity',
  method: 'GET',
  path: '/api/v1/catalog/{callerTag}/dependencies',
  tag,
  summary: 'List what an entity depends on, and what depends on it',
  description:
    'Outgoing dependencies unless only incoming ones are asked for. Archived entities, and those that do not exist yet, are left out.',
  longRead: true,
  needs: reading,
  alsoRefuses: [404],
  query: T.Object({
    includeOutgoing: optional(T.Boolean({ description: 'Include what the entity depends on; the default' })),
    includeIncoming: optional(T.Boolean({ description: 'Include what depends on the entity' })),
    ...paging,
  }),
  answers: { 200: T.Object({ dependencies: T.Array(Dependency), ...pageFields }) },
})

export const getDependency = operation({
  id: 'getDependency',
  method: 'GET',
  path,
  tag,
  summary: 'Read the dependency of one entity on another',
  needs: reading,
  query: T.Object(endpoint),
  answers: { 200: Dependency },
})

export const createDependency = operation({
  id: 'createDependency',
  method: 'POST',
  path,
  tag,
  summary: 'Create or replace the dependency of one entity on another',
  description: 'A dependency that a descriptor declares is changed there.',
  needs: editing,
  writes: true,
  query: T.Object(endpoint),
  body: T.Object(words),
  answers: { 201: Dependency },
})

export const updateDependency = operation({
  id: 'updateDependency',
  method: 'PUT',
  path,
  tag,
  summary: 'Update the description and metadata of a dependency',
  description: 'Only of dependencies that were created through the API.',
  needs: editing,
  writes: true,
  query: T.Object(endpoint),
  body: T.Object(words),
  answers: { 200: Dependency },
})

export const deleteDependency = operation({
  id: 'deleteDependency',
  method: 'DELETE',
  path,
  tag,
  summary: 'Delete the dependency of one entity on another',
  description: 'Only dependencies that were created through the API.',
  needs: editing,
  writes: true,
  query: T.Object(endpoint),
  answers: { 204: EMPTY },
})

export const deleteDependencies = operation({
  id: 'deleteDependenciesFromEntity',
  method: 'DELETE',
  path: '/api/v1/catalog/{callerTag}/dependencies',
  tag,
  summary: 'Delete what an entity depends on',
  description: 'Only dependencies that were created through the API.',
  needs: editing,
  alsoRefuses: [404],
  ...deletesInBulk,
  query: T.Object({ dryRun }),
  answers: { 204: EMPTY, 200: Deleted },
})

const callee = { tag: T.String({ minLength: 1, maxLength: 255, description: 'Tag or identifier of the callee' }) }

export const NewDependency = T.Object({ ...callee, ...endpoint, ...words }, { $id: 'BulkDependencyInnerRequest' })
export type NewDependency = T.Static<typeof NewDependency>

const mapOfCallers = {
  most: MOST_DEPENDENCIES,
  longestKey: 255,
  description: 'Tag or identifier of an entity, and what it depends on',
}
const list = { maxItems: MOST_DEPENDENCIES }
const upTo = `Up to ${MOST_DEPENDENCIES.toLocaleString('en')} dependencies`
const bodyLimit = 2 * 1024 * 1024

export const putDependencies = operation({
  id: 'createOrUpdateDependenciesInBulk',
  method: 'PUT',
  path: ofMany,
  tag,
  summary: 'Create or update dependencies of many entities',
  description: `${upTo}. Either all of them are stored or none. The request fails with 404 if an entity doesn’t exist, and with 400 if a descriptor declares one of the dependencies. Other dependencies stay.`,
  needs: editing,
  alsoRefuses: [404],
  writes: true,
  body: T.Object({ values: MapOf(T.Array(NewDependency, list), mapOfCallers) }),
  bodyLimit,
  answers: {
    200: T.Object(
      {
        values: T.Record(
          T.String(),
          T.Array(T.Object({ tag: T.String(), ...endpoint, ...words }, { $id: 'BulkDependencyInnerResponse' })),
          { description: 'By the tag of the caller' },
        ),
      },
      { $id: 'BulkDependencyResponse' },
    ),
  },
})

/** Strict: with a misspelled method, another dependency would be deleted. */
const DependencyToDelete = T.Object({ ...callee, ...endpoint, ...words }, { additionalProperties: false })

export const deleteManyDependencies = operation({
  id: 'deleteDependenciesInBulk',
  method: 'DELETE',
  path: ofMany,
  tag,
  summary: 'Delete dependencies of many entities',
  description: `${upTo}. Either all of them are deleted or none. The request fails with 404 if an entity doesn’t exist, and with 400 if a descriptor declares one of the dependencies. Dependencies that don’t exist are ignored.`,
  needs: editing,
  alsoRefuses: [404],
  ...deletesInBulk,
  query: T.Object({ dryRun }),
  body: T.Object({ values: MapOf(T.Array(DependencyToDelete, list), mapOfCallers) }, { additionalProperties: false }),
  bodyLimit,
  answers: { 204: EMPTY, 200: Deleted },
})
