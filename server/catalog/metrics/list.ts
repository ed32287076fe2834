/** Reads of custom metrics that may look at many points: as functions of a database alone, so that they run on any thread. */
import { sql } from 'kysely'
import type { listEntityMetrics, listMetricPoints } from '../../../contract/catalog/metrics.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { instantOf, iso } from '../../core/problems/instant.ts'
import { findEntity } from '../entities/entities.ts'
import { MOST_COUNTED } from '../reported/reported.ts'
import { inSeries, type Row, sixMonthsBefore } from './points.ts'

const MOST_METRICS = 50

type Asked = QueryOf<typeof listMetricPoints> & { readonly key: string; readonly now: number }

const rowsOf = (db: Db, ids: readonly string[]): Promise<Row[]> =>
  db.selectFrom('metric_points').selectAll().where('id', 'in', ids).execute()

/** @throws Problem 404, 400 */
export const metricPointsOf = async (
  db: Db,
  tagOrId: string,
  { key, now, startDate, endDate, ...query }: Asked,
): Promise<AnswerOf<typeof listMetricPoints>> => {
  const { id: entityId } = await findEntity(db, tagOrId)
  const page = pageOf(query)
  const from = instantOf('startDate', startDate) ?? sixMonthsBefore(now)
  const span = { from, until: instantOf('endDate', endDate) }
  const list = {
    from: sql`from metric_points where ${inSeries({ entityId, key }, span)}`,
    id: 'id',
    order: sql`at desc, id desc`,
    most: MOST_COUNTED,
  }
  const { ids, total } = await idsOfPage(db, list, page)
  const rows = await rowsInOrder(
    ids,
    some => rowsOf(db, some),
    ({ id }) => id,
  )
  return { data: rows.map(({ at, value }) => ({ timestamp: iso(at), value })), ...pageFields(page, total) }
}

/** Goes from key to key along an index, and looks at the newest point of each. @throws Problem 404 */
export const metricsOfEntity = async (db: Db, tagOrId: string): Promise<AnswerOf<typeof listEntityMetrics>> => {
  const { id } = await findEntity(db, tagOrId)
  const { rows } = await sql<{ key: string; at: number; value: number }>`
    with recursive keys (key) as (
      select min(key) from metric_points where entity_id = ${id}
      union all select (select min(p.key) from metric_points p where p.entity_id = ${id} and p.key > keys.key)
        from keys where keys.key is not null)
    select named.key, p.at, p.value from (select key from keys where key is not null limit ${MOST_METRICS}) as named
      join metric_points p on p.id = (select n.id from metric_points n where n.entity_id = ${id} and n.key = named.key
        order by n.at desc, n.id desc limit 1) order by named.key`.execute(db)
  return { metrics: rows.map(({ key, at, value }) => ({ key, latest: iso(at), value })) }
}
