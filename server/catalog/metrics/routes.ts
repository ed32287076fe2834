import * as contract from '../../../contract/catalog/metrics.ts'
import { onBulkDelete } from '../../core/http/bulk-delete.ts'
import { type Context, on, type Route } from '../../core/http/mount.ts'
import { iso, requiredInstant } from '../../core/problems/instant.ts'
import type { EntityRow } from '../entities/entities.ts'
import { onEntity } from '../entities/on-entity.ts'
import { definitionsOf } from './definitions.ts'
import { metricPointsOf, metricsOfEntity } from './list.ts'
import { inSeries, insertPoints, pointsOf, type Row } from './points.ts'
import { valuesOf } from './query.ts'

const objectType = 'CUSTOM_METRIC'

/** One row for one call, however many points it adds. */
const add = async ({ db, audit }: Context, { tag }: EntityRow, rows: readonly Row[]) => {
  await insertPoints(db, rows)
  const [first] = rows
  if (!first) return
  const [said, value] = rows.length === 1 ? ['value', first.value] : ['points', rows.length]
  const changes = { entity: { after: tag }, timestamp: { after: iso(first.at) }, [said]: { after: value } }
  await audit({ action: 'CREATE', objectType, objectIdentifier: first.key, changes })
}

export const metricRoutes: readonly Route[] = [
  on(contract.listMetricPoints, {
    handle: ({ params, query }, { answerAside, now }) =>
      answerAside(metricPointsOf, params.tagOrId, { ...query, key: params.customMetricKey, now }),
  }),

  onEntity(contract.addMetricPoint, {
    handle: async ({ params, body }, context, { entity }) => {
      const of = { entityId: entity.id, key: params.customMetricKey, now: context.now }
      await add(context, entity, pointsOf([body], of))
      return undefined
    },
  }),

  onEntity(contract.addMetricPoints, {
    handle: async ({ params, body }, context, { entity }) => {
      const of = { entityId: entity.id, key: params.customMetricKey, now: context.now }
      await add(context, entity, pointsOf(body.series, of))
      return undefined
    },
  }),

  onBulkDelete(contract.deleteMetricPoints, {
    select: async ({ params, query: { startDate, endDate } }, { services }) => {
      const { id: entityId, tag } = await services.entities.readEntity(params.tagOrId)
      const key = params.customMetricKey
      const span = { from: requiredInstant('startDate', startDate), until: requiredInstant('endDate', endDate) }
      const changes = {
        entity: { before: tag },
        startDate: { before: iso(span.from) },
        endDate: { before: iso(span.until) },
      }
      return {
        table: 'metric_points',
        key: 'id',
        where: inSeries({ entityId, key }, span),
        entry: { objectType, objectIdentifier: key, changes },
      }
    },
  }),

  on(contract.listEntityMetrics, {
    handle: ({ params }, { answerAside }) => answerAside(metricsOfEntity, params.tagOrId),
  }),
  on(contract.listMetricDefinitions, { handle: ({ query }, { answerAside }) => answerAside(definitionsOf, query) }),
  on(contract.queryMetrics, { handle: ({ body }, { answerAside }) => answerAside(valuesOf, body) }),
]
