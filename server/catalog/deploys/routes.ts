import * as contract from '../../../contract/catalog/deploys.ts'
import { onBulkDelete } from '../../core/http/bulk-delete.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { JsonText } from '../../core/http/send.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { onEntity } from '../entities/on-entity.ts'
import { newUuid } from '../reported/reported.ts'
import { type Selected, selectAll, selectOfEntity } from './bulk.ts'
import {
  contentOf,
  deployOf,
  deployText,
  filtersIn,
  findDeploy,
  insertDeploy,
  type Row,
  removeDeploy,
  replaceDeploy,
} from './deploys.ts'
import { deploysAsText } from './list.ts'

const answerOf = (row: Row) => new JsonText(deployText(row))

/** Those that were read before they went, as many as there were, and how many went. */
const manyDeleted = ({ shown }: Selected, deleted: number) =>
  new JsonText(`{"deploys":[${shown.slice(0, deleted).map(deployText).join()}],"deleted":${deleted}}`)

export const deployRoutes: readonly Route[] = [
  on(contract.listDeploys, {
    handle: async ({ params, query }, { aside }) => new JsonText(await aside(deploysAsText, params.tagOrId, query)),
  }),

  onEntity(contract.addDeploy, {
    handle: async ({ body }, { db, now, created }, { entity }) => {
      const row = { ...contentOf(body), uuid: newUuid(), entity_id: entity.id, reported_at: now }
      await insertDeploy(db, row)
      await created(deployOf(entity), row)
      return answerOf(row)
    },
  }),

  onEntity(contract.updateDeploy, {
    handle: async ({ params, body }, { db, changed }, { entity }) => {
      const before = await findDeploy(db, entity, params.uuid)
      const after = { ...before, ...contentOf(body) }
      await replaceDeploy(db, after)
      await changed(deployOf(entity), before, after)
      return answerOf(after)
    },
  }),

  onEntity(contract.deleteDeploy, {
    handle: async ({ params }, { db, removed }, { entity }) => {
      const row = await findDeploy(db, entity, params.uuid)
      await removeDeploy(db, row)
      await removed(deployOf(entity), row)
      return answerOf(row)
    },
  }),

  onBulkDelete(contract.deleteDeploysOfEntity, {
    select: async ({ params, query }, { db, services }) =>
      selectOfEntity(db, await services.entities.readEntity(params.tagOrId), query),
    answer: ({ shown: [newest] }, deleted) =>
      new JsonText(
        newest && deleted > 0
          ? `${deployText(newest).slice(0, -1)},"deleted":${deleted}}`
          : JSON.stringify({ deleted }),
      ),
  }),

  onBulkDelete(contract.deleteDeploys, {
    select: async ({ query }, { db }) => {
      if (filtersIn(query).length === 0)
        throw badRequest(
          'Use at least one of sha, environment and type. To delete all, use /api/v1/catalog/deploys/all.',
        )
      return selectAll(db, query)
    },
    answer: manyDeleted,
  }),

  onBulkDelete(contract.deleteAllDeploys, { select: (_, { db }) => selectAll(db, {}), answer: manyDeleted }),
]
