/** What metrics say of a span of time, for all entities or for each: as a function of a database alone, so that it runs on any thread. */
import { type RawBuilder, sql } from 'kysely'
import type { Aggregation, queryMetrics } from '../../../contract/catalog/metrics.ts'
import type { AnswerOf, BodyOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { requiredInstant } from '../../core/problems/instant.ts'
import { badRequest } from '../../core/problems/problems.ts'
import {
  CUSTOM_AGGREGATIONS,
  DEPLOY_FREQUENCY,
  FREQUENCY_AGGREGATIONS,
  ROLLBACK_SHARE,
  SHARE_AGGREGATIONS,
} from './definitions.ts'

type Asked = BodyOf<typeof queryMetrics>
type Answer = AnswerOf<typeof queryMetrics>
type Metric = Asked['metrics'][number]

type Question = {
  readonly from: number
  readonly until: number
  readonly byEntity: boolean
  /** Only these; undefined for all. */
  readonly tags: readonly string[] | undefined
}

const DAY = 86_400_000
const DEFAULT_LIMIT = 250
const UNSUPPORTED = ['nestedGroupBy', 'nestedMetrics', 'nestedTimeAttribute', 'nextPage'] as const

const supportedBy = (metric: string): readonly Aggregation[] => {
  if (metric === DEPLOY_FREQUENCY) return FREQUENCY_AGGREGATIONS
  return metric === ROLLBACK_SHARE ? SHARE_AGGREGATIONS : CUSTOM_AGGREGATIONS
}

/** Clients write null or an empty list for what they do not ask. */
const isAsked = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null)

/** @throws Problem 400 for what cannot be answered, before anything is read */
const checkAsked = ({ metrics, groupBy, filters, ...body }: Asked) => {
  for (const name of UNSUPPORTED) if (isAsked(body[name])) throw badRequest(`${name}: is not supported.`, name)
  for (const { metric, aggregation } of metrics)
    if (!supportedBy(metric).includes(aggregation))
      throw badRequest(`aggregation: ${metric} supports ${supportedBy(metric).join(', ')}.`, 'metrics')
  for (const name of groupBy ?? []) if (name !== 'entity') throw badRequest('groupBy: supports entity.', 'groupBy')
  for (const { attribute, operator } of filters ?? [])
    if (attribute !== 'entity' || (operator !== 'EQUAL' && operator !== 'IN'))
      throw badRequest('filters: support entity with EQUAL or IN.', 'filters')
  for (const { attribute } of body.orderBy ?? [])
    if (attribute !== 'entity' && !metrics.some(({ metric }) => metric === attribute))
      throw badRequest('orderBy: supports entity and the metrics that are asked for.', 'orderBy')
}

const tagsIn = (filters: Asked['filters']) => {
  const [first, ...others] = (filters ?? []).map(({ predicate }) => [predicate].flat())
  return first && others.reduce((tags, more) => tags.filter(tag => more.includes(tag)), first)
}

const questionOf = ({ startTime, endTime, groupBy, filters }: Asked): Question => {
  const [from, until] = [requiredInstant('startTime', startTime), requiredInstant('endTime', endTime)]
  if (until <= from) throw badRequest('endTime: must be after startTime.', 'endTime')
  return { from, until, byEntity: (groupBy ?? []).length > 0, tags: tagsIn(filters) }
}

type Sums = { tag: string; n: number; s: number; least: number | null; most: number | null }

/** Sums of each entity, and of all of them; archived ones are left out. */
const sumsOf = async (db: Db, { byEntity, tags }: Question, perEntity: RawBuilder<unknown>): Promise<Sums[]> => {
  const only = tags === undefined ? sql`` : tags.length > 0 ? sql`and e.tag in (${sql.join(tags)})` : sql`and 1 = 0`
  const { rows } = await sql<Sums>`select ${byEntity ? sql`e.tag` : sql`''`} as tag, sum(x.n) as n, sum(x.s) as s,
      min(x.least) as least, max(x.most) as most
    from (${perEntity}) as x join entities e on e.id = x.entity_id where e.archived_at is null ${only}
    ${byEntity ? sql`group by e.tag` : sql``}`.execute(db)
  return rows.map(({ tag, n, s, least, most }) => ({ tag, n: Number(n ?? 0), s: Number(s ?? 0), least, most }))
}

/** `s` counts rollbacks. */
const deploySums = (db: Db, question: Question) => {
  const { from, until } = question
  return sumsOf(
    db,
    question,
    sql`select entity_id, count(*) as n, sum(case when type = 'ROLLBACK' then 1 else 0 end) as s, 0 as least, 0 as most
      from deploys where at >= ${from} and at < ${until} and type in ('DEPLOY', 'ROLLBACK') group by entity_id`,
  )
}

const pointSums = (db: Db, question: Question, key: string) => {
  const { from, until } = question
  return sumsOf(
    db,
    question,
    sql`select entity_id, count(*) as n, sum(value) as s, min(value) as least, max(value) as most
      from metric_points where key = ${key} and at >= ${from} and at < ${until} group by entity_id`,
  )
}

/** Null where there is nothing to divide or to compare. */
const measured = ({ metric, aggregation }: Metric, { n, s, least, most }: Sums, days: number): number | null => {
  if (metric === DEPLOY_FREQUENCY) return aggregation === 'COUNT' ? n - s : (n - s) / days
  if (metric === ROLLBACK_SHARE) return n === 0 ? null : s / n
  if (aggregation === 'COUNT') return n
  if (aggregation === 'SUM') return s
  if (aggregation === 'AVG') return n === 0 ? null : s / n
  return aggregation === 'MIN' ? least : most
}

type Columns = Answer['metadata']['columns']

const valueColumns = (metrics: readonly Metric[], prefix: string) =>
  metrics.map(({ metric, aggregation }) => ({
    name: metric,
    alias: `${prefix}${aggregation.toLowerCase()}_${metric}`,
    type: 'METRIC_AGGREGATE',
    metricKey: metric,
    aggregationFunction: aggregation,
  }))

const ENTITY = {
  name: 'entity',
  alias: 'entity',
  type: 'ENTITY_REFERENCE',
  attributeName: 'entity',
  entityType: 'entity',
}

const columnsOf = ({ metrics, comparison }: Asked, { byEntity }: Question): Columns =>
  [
    ...(byEntity ? [ENTITY] : []),
    ...valueColumns(metrics, ''),
    ...(comparison ? valueColumns(metrics, `${comparison.alias ?? 'previous'}_`) : []),
  ].map((column, ordinal) => ({ ...column, ordinal }))

const isDeploys = ({ metric }: Metric) => metric === DEPLOY_FREQUENCY || metric === ROLLBACK_SHARE

/** Tag → its value of each metric, in their order. */
const valuesByTag = async (db: Db, question: Question, metrics: readonly Metric[]) => {
  const days = (question.until - question.from) / DAY
  const ofDeploys = metrics.some(isDeploys) ? await deploySums(db, question) : []
  const values = new Map<string, (number | null)[]>()
  for (const [at, metric] of metrics.entries())
    for (const sums of isDeploys(metric) ? ofDeploys : await pointSums(db, question, metric.metric)) {
      const row = values.get(sums.tag) ?? metrics.map(() => null)
      row[at] = measured(metric, sums, days)
      values.set(sums.tag, row)
    }
  return values
}

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  return String(a) < String(b) ? -1 : Number(String(a) > String(b))
}

const inOrder = (rows: unknown[][], { orderBy, metrics }: Asked): unknown[][] => {
  const [order] = orderBy ?? []
  const at = order ? metrics.findIndex(({ metric }) => metric === order.attribute) + 1 : 0
  const sorted = rows.toSorted((a, b) => compare(a[at], b[at]) || compare(a[0], b[0]))
  return order?.direction === 'DESC' ? sorted.reverse() : sorted
}

/** The question of an earlier time. */
const earlier = (question: Question, { windowSize }: NonNullable<Asked['comparison']>): Question => {
  const by = windowSize.seconds * 1000
  return { ...question, from: question.from - by, until: question.until - by }
}

/** @throws Problem 400 */
export const valuesOf = async (db: Db, asked: Asked): Promise<Answer> => {
  checkAsked(asked)
  const { metrics, comparison } = asked
  const question = questionOf(asked)
  const spans = [question, ...(comparison ? [earlier(question, comparison)] : [])]
  const values: Awaited<ReturnType<typeof valuesByTag>>[] = []
  for (const span of spans) values.push(await valuesByTag(db, span, metrics))
  const nothing = metrics.map(() => null)
  const rowOf = (tag: string) => values.flatMap(some => some.get(tag) ?? nothing)
  const columns = columnsOf(asked, question)
  if (!question.byEntity) return { metadata: { columns }, rows: [rowOf('')] }
  const tags = new Set(values.flatMap(some => [...some.keys()]))
  const rows = inOrder(
    [...tags].map(tag => [tag, ...rowOf(tag)]),
    asked,
  )
  return { metadata: { columns }, rows: rows.slice(0, asked.limit ?? DEFAULT_LIMIT) }
}
