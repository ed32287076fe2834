/** What else is known of entities: dependencies, relationships, and what is reported of them. */
import { id, NOW, WORDS } from './values.ts'

/** Half of all entities call the same one. */
const CALLEE = `case when i % 2 = 0 then 'service-2600' else 'service-' || (100 + i / 6) end`
export const dependencies = [
  'dependencies',
  'caller_id, callee, method, path, source, callee_tag',
  `${id('en')}, ${CALLEE}, 'GET', '/v1/' || i, case when i % 3 = 0 then 'API' else 'YAML' end, ${CALLEE}`,
] as const

export const relationshipTypes = [
  'relationship_types',
  'key, tag, name, definition_location, single_source, single_destination, allow_cycles, settings, created_at, updated_at, version',
  `'rel-' || i, 'rel-' || i, 'Relationship ' || (i % 40), 'BOTH', 0, 0, 0,
    '{"sourcesFilter":{"include":false,"types":[]},"destinationsFilter":{"include":false,"types":[]},"inheritances":[],"labels":{}}', ${NOW}, ${NOW}, 1`,
] as const

export const RELATIONSHIP_TYPES = 200

/** Half of all are of one type: a tree with six to a parent. */
export const relationships = [
  'relationships',
  'type, source, destination, location, entity_id, other_id',
  `case when i % 2 = 0 then 'rel-0' else 'rel-' || (i % ${RELATIONSHIP_TYPES}) end, 'service-' || (100 + i / 6), 'service-' || (101 + i),
    case when i % 3 = 0 then 'SOURCE' else 'API' end, ${id('en', '(100 + i / 6)')}, case when i % 3 = 0 then null else ${id('en', '(101 + i)')} end`,
] as const

export const REPORTED_MOST = 2600
/** Half of all are of the same entity. */
export const OF_ENTITY = `case when i % 2 = 0 then ${id('en', `${REPORTED_MOST}`)} else ${id('en', '(100 + i / 6)')} end`
const UUID = `'00000000-0000-7000-8000-' || (100000000000 + i)`
export const reported = [
  [
    'deploys',
    'uuid, entity_id, at, type, title, sha, environment, reported_at',
    `${UUID}, ${OF_ENTITY}, ${NOW} - i * 60000, case when i % 20 = 0 then 'ROLLBACK' else 'DEPLOY' end, ${WORDS}, 'sha-' || i,
      case when i % 3 = 0 then 'production' else 'staging' end, ${NOW} - i * 60000`,
  ],
  [
    'metric_points',
    'id, entity_id, key, at, value, reported_at',
    `${UUID}, ${OF_ENTITY}, 'metric-' || (i % 50), ${NOW} - i * 60000, i * 0.5, ${NOW} - i * 60000`,
  ],
  [
    'custom_events',
    'uuid, entity_id, at, type, title, reported_at',
    `${UUID}, ${OF_ENTITY}, ${NOW} - i * 60000, 'TYPE_' || (i % 50), ${WORDS}, ${NOW} - i * 60000`,
  ],
] as const
