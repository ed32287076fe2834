/** Numbers that clients report of entities over time, and what can be asked of them and of deploys. */
import * as T from 'typebox'
import { Deleted, deletesInBulk, dryRun } from '../core/bulk-delete.ts'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant, instantParameter, maybe, SentInstant } from '../core/schemas.ts'

const optional = T.Optional

const tag = 'Custom metrics'
const series = '/api/v1/eng-intel/custom-metrics/{customMetricKey}/entity/{tagOrId}'
const reading = { permission: 'VIEW_CATALOGS' } as const
const editing = { permission: 'EDIT_ENTITIES' } as const

const value = T.Number()
/** Far enough from the largest number that sums of them stay below it. */
const FARTHEST = 1e100
const sentValue = T.Number({ minimum: -FARTHEST, maximum: FARTHEST })

export const MetricPoint = T.Object({ timestamp: Instant, value }, { $id: 'CustomMetricData' })
export type MetricPoint = T.Static<typeof MetricPoint>

export const listMetricPoints = operation({
  id: 'getCustomMetricData',
  method: 'GET',
  path: series,
  tag,
  summary: 'List the data points of a custom metric of an entity, newest first',
  longRead: true,
  needs: reading,
  query: T.Object({
    startDate: instantParameter('Only from this instant on; 6 months ago by default'),
    endDate: instantParameter('Only until this instant, inclusive'),
    ...paging,
  }),
  answers: { 200: T.Object({ data: T.Array(MetricPoint), ...pageFields }) },
})

export const addMetricPoint = operation({
  id: 'createCustomMetricData',
  method: 'POST',
  path: series,
  tag,
  summary: 'Report a data point of a custom metric of an entity',
  needs: editing,
  writes: true,
  body: T.Object(
    {
      value: sentValue,
      timestamp: maybe(T.String({ ...SentInstant, description: 'Within the last 6 months; now by default' })),
    },
    { $id: 'CreateCustomDataRequest' },
  ),
  answers: { 200: EMPTY },
})

export const addMetricPoints = operation({
  id: 'createBulkCustomMetricData',
  method: 'POST',
  path: `${series}/bulk`,
  tag,
  summary: 'Report up to 100 data points of a custom metric of an entity',
  description: 'All of them or, where one is refused, none.',
  needs: editing,
  writes: true,
  body: T.Object(
    { series: T.Array(T.Object({ value: sentValue, timestamp: SentInstant }), { minItems: 1, maxItems: 100 }) },
    { $id: 'CreateCustomDataBulkRequest' },
  ),
  answers: { 200: EMPTY },
})

export const deleteMetricPoints = operation({
  id: 'deleteByTimeRange',
  method: 'DELETE',
  path: series,
  tag,
  summary: 'Delete the data points of a custom metric of an entity in a span of time',
  needs: editing,
  ...deletesInBulk,
  query: T.Object({
    startDate: T.String({ maxLength: 64, description: 'From, inclusive; UTC without an offset' }),
    endDate: T.String({ maxLength: 64, description: 'Until, inclusive; UTC without an offset' }),
    dryRun,
  }),
  answers: { 204: EMPTY, 200: Deleted },
})

/** Which metrics an entity has, for its page. */
export const listEntityMetrics = operation({
  id: 'listEntityMetrics',
  method: 'GET',
  path: '/api/v1/catalog/{tagOrId}/metrics',
  tag,
  summary: 'List the custom metrics of an entity',
  description: 'Up to 50, by key.',
  longRead: true,
  needs: reading,
  answers: {
    200: T.Object({ metrics: T.Array(T.Object({ key: T.String(), latest: Instant, value })) }),
  },
})

export const AGGREGATIONS = ['SUM', 'AVG', 'COUNT', 'RATIO', 'MIN', 'MAX', 'P50', 'P95', 'RANKING'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

const Readiness = T.Object({
  type: T.Enum(['READY', 'NOT_READY']),
  hint: optional(T.String()),
  docsUrl: optional(T.String()),
})
const Attribute = T.Object({ name: T.String(), type: T.String(), description: optional(T.String()) })
const Option = { key: T.String(), displayName: T.String() }

const MetricDefinition = T.Object(
  {
    key: T.String(),
    displayName: T.String(),
    description: optional(T.String()),
    readiness: Readiness,
    type: optional(T.String()),
    units: optional(T.String()),
    valence: optional(T.String()),
    supportedAggregations: optional(T.Array(T.Enum(AGGREGATIONS))),
    timeAttribute: optional(Attribute),
    orderByAttribute: optional(T.String()),
    sourceRef: optional(T.String()),
  },
  { $id: 'MetricDefinition' },
)
export type MetricDefinition = T.Static<typeof MetricDefinition>

const Source = T.Object(
  {
    name: T.String(),
    description: T.String(),
    attributes: T.Array(Attribute),
    dimensions: T.Array(Attribute),
    filterOptions: T.Array(T.Object({ ...Option, filter: T.String() })),
    groupByOptions: T.Array(T.Object(Option)),
  },
  { $id: 'MetricSource' },
)

const exploring = { permission: 'VIEW_ENG_INTELLIGENCE' } as const

export const listMetricDefinitions = operation({
  id: 'listMetricDefinitions',
  method: 'GET',
  path: '/api/v1/eng-intel/registry/metrics/definitions',
  tag: 'Engineering metrics',
  summary: 'List the metrics that can be queried',
  description: 'Deploy frequency and rollback share, and up to 1,000 custom metrics in use, by key.',
  longRead: true,
  needs: exploring,
  query: T.Object({
    view: optional(T.Enum(['basic', 'full'], { default: 'basic', description: 'full: with how each is queried' })),
    key: optional(T.Array(T.String({ maxLength: 255 }), { maxItems: 200, description: 'Only these' })),
  }),
  answers: {
    200: T.Object({
      view: T.String(),
      metrics: T.Array(MetricDefinition),
      sources: optional(T.Record(T.String(), Source)),
    }),
  },
})

const word = T.String({ maxLength: 255 })
const notYet = (what: string) =>
  maybe(T.Unknown({ description: `${what}: not supported, and refused where it is sent` }))

const Measure = T.Object({ metric: word, aggregation: T.Enum(AGGREGATIONS) })

const LONGEST_WINDOW_S = 400 * 86_400

const Comparison = T.Object(
  {
    windowSize: T.Object({
      seconds: T.Integer({ minimum: 1, maximum: LONGEST_WINDOW_S, description: 'How much earlier it is' }),
    }),
    alias: optional(T.String({ maxLength: 255, description: 'What the aliases of its columns begin with' })),
    name: optional(T.String({ format: 'visible', maxLength: 255 })),
    category: optional(word),
    description: optional(word),
    ordinal: optional(T.Integer()),
    type: optional(word),
  },
  { description: 'The same span of an earlier time: its values follow in columns of their own' },
)

const Column = T.Object({
  name: T.String(),
  alias: T.String(),
  ordinal: T.Integer(),
  type: T.String(),
  attributeName: optional(T.String()),
  entityType: optional(T.String()),
  metricKey: optional(T.String()),
  aggregationFunction: optional(T.Enum(AGGREGATIONS)),
})

export const queryMetrics = operation({
  id: 'queryPointInTimeMetrics',
  method: 'POST',
  path: '/api/v1/eng-intel/metrics/point-in-time',
  tag: 'Engineering metrics',
  summary: 'Query the values of metrics in a span of time',
  description:
    'From startTime until before endTime. One row, or one for each entity with groupBy entity. A row has the values in the order of the columns. Archived entities are left out.',
  longRead: true,
  needs: exploring,
  body: T.Object(
    {
      startTime: SentInstant,
      endTime: SentInstant,
      metrics: T.Array(Measure, { minItems: 1, maxItems: 10 }),
      groupBy: maybe(T.Array(word, { maxItems: 5, description: 'entity, or nothing' })),
      filters: maybe(
        T.Array(
          T.Object({
            attribute: word,
            operator: T.Enum([
              'ANY',
              'BETWEEN',
              'CONTAINS',
              'EQUAL',
              'GREATER_THAN',
              'GREATER_THAN_OR_EQUAL',
              'IN',
              'IS_NOT_NULL',
              'IS_NULL',
              'LESS_THAN',
              'LESS_THAN_OR_EQUAL',
              'LIKE',
              'NOT_EQUAL',
              'NOT_IN',
              'NOT_LIKE',
            ]),
            predicate: T.Union([word, T.Array(word, { maxItems: 200 })], { description: 'A tag, or several' }),
          }),
          { maxItems: 5, description: 'entity with EQUAL or IN' },
        ),
      ),
      orderBy: maybe(
        T.Array(T.Object({ attribute: word, direction: T.Enum(['ASC', 'DESC']) }), {
          maxItems: 1,
          description: 'entity, or the key of a metric',
        }),
      ),
      limit: maybe(T.Integer({ minimum: 1, maximum: 1000, description: 'The most rows; 250 by default' })),
      timeAttribute: maybe(T.Enum(['timestamp'])),
      comparison: maybe(Comparison),
      nestedGroupBy: notYet('Nested metrics'),
      nestedMetrics: maybe(
        T.Array(Measure, {
          maxItems: 10,
          description: 'Nested metrics: not supported, and refused where they are sent',
        }),
      ),
      nestedTimeAttribute: notYet('Nested metrics'),
      nextPage: notYet('More pages'),
    },
    { $id: 'BatchPointInTimeRequest' },
  ),
  answers: {
    200: T.Object({
      metadata: T.Object({ columns: T.Array(Column) }),
      rows: T.Array(T.Array(T.Unknown())),
    }),
  },
})
