/** What was rolled out, when, and who did it, as pipelines report it. */
import * as T from 'typebox'
import { deletedField, deletesInBulk, dryRun } from '../core/bulk-delete.ts'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant, KeptObject, Lines, maybe, SentInstant } from '../core/schemas.ts'

const optional = T.Optional

export const DEPLOY_TYPES = ['DEPLOY', 'SCALE', 'ROLLBACK', 'RESTART'] as const
export type DeployType = (typeof DEPLOY_TYPES)[number]

/** Deploys that a bulk delete answers with. */
export const MOST_SHOWN_DELETED = 100

const tag = 'Deploys'
const ofEntity = '/api/v1/catalog/{tagOrId}/deploys'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

const word = (description: string) => T.String({ maxLength: 255, description })

export const NewDeploy = T.Object(
  {
    title: T.String({ ...Lines, maxLength: 10_000, description: 'Usually the commit message or the title of the PR' }),
    type: T.Enum(DEPLOY_TYPES),
    timestamp: SentInstant,
    sha: maybe(word('The commit')),
    environment: maybe(word('Where it was deployed to')),
    url: maybe(T.String({ maxLength: 2000, description: 'A page about it' })),
    deployer: maybe(
      T.Object({
        name: maybe(T.String({ format: 'visible', maxLength: 255 })),
        email: maybe(T.String({ maxLength: 255 })),
      }),
    ),
    customData: T.Optional(KeptObject('A JSON object of up to 32 KB')),
  },
  { $id: 'SaveDeployRequest' },
)

const deployFields = {
  uuid: T.String(),
  serviceId: T.Integer({ description: 'A number for the entity, made of its identifier' }),
  title: T.String(),
  type: T.Enum(DEPLOY_TYPES),
  timestamp: Instant,
  sha: optional(T.String()),
  environment: optional(T.String()),
  url: optional(T.String()),
  deployer: optional(T.Object({ name: optional(T.String()), email: optional(T.String()) })),
  deployerName: optional(T.String({ description: 'The same as deployer.name' })),
  deployerEmail: optional(T.String({ description: 'The same as deployer.email' })),
  customData: optional(T.Unknown({ description: 'The JSON object, as it was sent' })),
}

export const Deploy = T.Object(deployFields, { $id: 'CustomDeploy' })
export type Deploy = T.Static<typeof Deploy>

const filters = {
  sha: optional(word('Only of this commit')),
  environment: optional(word('Only in this environment')),
  type: optional(T.Enum(DEPLOY_TYPES, { description: 'Only of this type' })),
}

export const listDeploys = operation({
  id: 'getDeploysForEntity',
  method: 'GET',
  path: ofEntity,
  tag,
  summary: 'List the deploys of an entity, newest first',
  description:
    'Deploys are kept for 400 days after they were reported. Beyond 10,000, the total is only more than the pages so far hold.',
  longRead: true,
  needs: reading,
  query: T.Object(paging),
  answers: { 200: T.Object({ deployments: T.Array(Deploy), ...pageFields }) },
})

export const addDeploy = operation({
  id: 'addDeployForEntity',
  method: 'POST',
  path: ofEntity,
  tag,
  summary: 'Report a deploy of an entity',
  needs: editing,
  writes: true,
  body: NewDeploy,
  answers: { 200: Deploy },
})

export const updateDeploy = operation({
  id: 'updateDeployByUuid',
  method: 'PUT',
  path: `${ofEntity}/{uuid}`,
  tag,
  summary: 'Replace a deploy of an entity',
  needs: editing,
  writes: true,
  body: NewDeploy,
  answers: { 200: Deploy },
})

export const deleteDeploy = operation({
  id: 'deleteDeployByUuid',
  method: 'DELETE',
  path: `${ofEntity}/{uuid}`,
  tag,
  summary: 'Delete a deploy of an entity',
  description: 'The response is the deploy that was deleted.',
  needs: editing,
  writes: true,
  answers: { 200: Deploy },
})

export const deleteDeploysOfEntity = operation({
  id: 'deleteDeploysForEntity',
  method: 'DELETE',
  path: ofEntity,
  tag,
  summary: 'Delete the deploys of an entity, all or those that the filters select',
  description: 'The response has the newest deploy that was deleted, and how many there were.',
  needs: editing,
  ...deletesInBulk,
  query: T.Object({ ...filters, dryRun }),
  answers: { 200: T.Object({ ...T.Partial(T.Object(deployFields)).properties, ...deletedField }) },
})

const manyDeleted = T.Object(
  { deploys: T.Array(Deploy, { description: `Up to ${MOST_SHOWN_DELETED} of them` }), ...deletedField },
  { $id: 'DeploysResponse' },
)

export const deleteDeploys = operation({
  id: 'deleteDeploysByFilter',
  method: 'DELETE',
  path: '/api/v1/catalog/deploys',
  tag,
  summary: 'Delete the deploys of all entities that the filters select',
  description: 'At least one filter is required.',
  needs: editing,
  ...deletesInBulk,
  query: T.Object({ ...filters, dryRun }),
  answers: { 200: manyDeleted },
})

export const deleteAllDeploys = operation({
  id: 'deleteAllDeploys',
  method: 'DELETE',
  path: '/api/v1/catalog/deploys/all',
  tag,
  summary: 'Delete every deploy of every entity',
  needs: editing,
  ...deletesInBulk,
  query: T.Object({ dryRun }),
  answers: { 200: manyDeleted },
})
