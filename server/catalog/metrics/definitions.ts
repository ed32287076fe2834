/** The metrics that can be queried: two that are worked out from deploys, and the custom ones in use. */
import { sql } from 'kysely'
import type { Aggregation, listMetricDefinitions, MetricDefinition } from '../../../contract/catalog/metrics.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'

export const DEPLOY_FREQUENCY = 'deploy-frequency'
export const ROLLBACK_SHARE = 'rollback-share'

/** What may be asked of each kind of metric. */
export const CUSTOM_AGGREGATIONS = ['SUM', 'AVG', 'COUNT', 'MIN', 'MAX'] as const satisfies readonly Aggregation[]
export const FREQUENCY_AGGREGATIONS = ['AVG', 'COUNT'] as const satisfies readonly Aggregation[]
export const SHARE_AGGREGATIONS = ['RATIO'] as const satisfies readonly Aggregation[]

const MOST_KEYS = 1000
const DOCS = '/docs/deploys-and-events'

type Answer = AnswerOf<typeof listMetricDefinitions>

const TIMESTAMP = { name: 'timestamp', type: 'DATETIME', description: 'When it happened' }

const sourceOf = (name: string, description: string, value: string): NonNullable<Answer['sources']>[string] => ({
  name,
  description,
  attributes: [
    TIMESTAMP,
    { name: 'entity', type: 'STRING', description: 'The tag of the entity' },
    { name: value, type: value === 'value' ? 'DOUBLE' : 'ENUM' },
  ],
  dimensions: [],
  filterOptions: [{ key: 'entity', displayName: 'Entity', filter: 'entity' }],
  groupByOptions: [{ key: 'entity', displayName: 'Entity' }],
})

const SOURCES = {
  deploys: sourceOf('deploys', 'The deploys that were reported of entities', 'type'),
  'custom-metrics': sourceOf('custom-metrics', 'The data points that were reported of entities', 'value'),
}

type Definition = Pick<MetricDefinition, 'key' | 'displayName' | 'description' | 'readiness'>
type More = Omit<MetricDefinition, keyof Definition>

const queried = { timeAttribute: TIMESTAMP, orderByAttribute: 'timestamp' }

const ofDeploys = (isReported: boolean): [Definition, More][] => {
  const readiness: MetricDefinition['readiness'] = isReported
    ? { type: 'READY' }
    : { type: 'NOT_READY', hint: 'No deploys have been reported yet.', docsUrl: DOCS }
  const source = { ...queried, sourceRef: 'deploys' }
  return [
    [
      {
        key: DEPLOY_FREQUENCY,
        displayName: 'Deploy frequency',
        description: 'Deploys of the type DEPLOY: their number (COUNT), or their number a day (AVG)',
        readiness,
      },
      {
        type: 'COUNT',
        units: 'deploys',
        valence: 'POSITIVE',
        supportedAggregations: [...FREQUENCY_AGGREGATIONS],
        ...source,
      },
    ],
    [
      {
        key: ROLLBACK_SHARE,
        displayName: 'Rollback share',
        description: 'The share of rollbacks among deploys and rollbacks, from 0 to 1',
        readiness,
      },
      { type: 'RATE', units: 'ratio', valence: 'NEGATIVE', supportedAggregations: [...SHARE_AGGREGATIONS], ...source },
    ],
  ]
}

const ofCustom = (key: string): [Definition, More] => [
  { key, displayName: key, readiness: { type: 'READY' } },
  {
    type: 'VALUE',
    valence: 'NEUTRAL',
    supportedAggregations: [...CUSTOM_AGGREGATIONS],
    ...queried,
    sourceRef: 'custom-metrics',
  },
]

/** Goes from key to key along an index. */
const keysInUse = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ key: string }>`
    with recursive keys (key) as (
      select min(key) from metric_points
      union all select (select min(p.key) from metric_points p where p.key > keys.key) from keys where keys.key is not null)
    select key from keys where key is not null limit ${MOST_KEYS}`.execute(db)
  return rows.map(({ key }) => key)
}

const hasDeploys = async (db: Db): Promise<boolean> =>
  (await db.selectFrom('deploys').select('uuid').limit(1).executeTakeFirst()) !== undefined

export const definitionsOf = async (
  db: Db,
  { view = 'basic', key: asked }: QueryOf<typeof listMetricDefinitions>,
): Promise<Answer> => {
  const custom = (await keysInUse(db)).map(ofCustom)
  const all = [...ofDeploys(await hasDeploys(db)), ...custom].filter(([{ key }]) => asked?.includes(key) ?? true)
  if (view === 'basic') return { view, metrics: all.map(([definition]) => definition) }
  return { view, metrics: all.map(([definition, more]) => ({ ...definition, ...more })), sources: SOURCES }
}
