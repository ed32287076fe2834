/**
 * Fills a database of either engine with many rows of everything that grows, in SQL that both understand: in seconds, where the
 * product's own writes would take minutes. Statistics are switched off on PostgreSQL, so that plans are seen without them.
 */
import { sql } from 'kysely'
import { pack } from '../catalog/versions/packed.ts'
import type { Database, Db } from '../core/db/database.ts'
import { hashOf, last4Of, newOpaqueSecret, newSecret } from '../core/secrets/secret.ts'

export const NOW = Date.UTC(2027, 0, 15, 12)
const DAY = 86_400_000
const TOKENS_A_PERSON = 10
const ADMINISTRATORS = 31
const WEBHOOKS = 50

/** An identifier of 18 characters: a prefix and a number. */
const id = (prefix: string, number = 'i') => `'${prefix}' || (1000000000000000 + ${number})`
export const idOf = (prefix: string, number: number) => `${prefix}${1_000_000_000_000_000 + number}`

const fill = async (db: Db, rows: number, [table, columns, values]: readonly [string, string, string]) => {
  await sql
    .raw(
      `insert into ${table} (${columns}) with recursive n (i) as (select cast(0 as bigint) union all select i + 1 from n where i < ${rows - 1})
        select ${values} from n`,
    )
    .execute(db)
}

const people = [
  [
    'users',
    'id, email, name, password_hash, created_at, sample, version',
    `${id('us')}, 'person-' || i || '@example.com', 'Person ' || (i * 7919 % 100000), case when i % 10 < 8 then 'unusable' end, ${NOW} - i, 0, 1`,
  ],
  [
    'role_grants',
    'holder_id, role, source',
    `${id('us')}, case when i < ${ADMINISTRATORS} then 'ADMIN' when i % 9 = 0 then ${id('ro', '(i % 200)')} else 'USER' end, 'direct'`,
  ],
  [
    'sessions',
    'hash, id, user_id, created_at, expires_at, address, client, method, proved_at',
    `'hash-' || i, ${id('ss')}, ${id('us')}, ${NOW}, ${NOW + DAY}, '10.0.0.1', 'Firefox', 'PASSWORD', ${NOW}`,
  ],
  ['session_uses', 'hash, last_seen_at', `'hash-' || i, ${NOW}`],
  [
    'notices',
    'id, user_id, kind, subject, facts, created_at',
    `${id('no')}, ${id('us', '(i % 100)')}, 'token-idle', ${id('pt')}, '{"token":"t","last4":"abcd","since":1,"neverUsed":true,"idleDays":30,"endsAt":1}', ${NOW} - i`,
  ],
] as const

const credentials = (prefix: string, kind: string, owner: string) =>
  [
    [
      'credentials',
      'cid, kind, owner_id, maker_id, name, description, created_at, expires_at, time_zone, ended_at, ended_by, read_only, version',
      `${id(prefix)}, '${kind}', ${owner}, ${id('us', `(i / ${TOKENS_A_PERSON})`)}, 'nightly-sync-' || i, 'Runs in the pipeline of team ' || (i % 97),
        ${NOW} - (i * 7919 % 100000) * 60000, case when i % 3 = 0 then ${NOW} + (i % 1000 - 100) * ${DAY} end, 'Europe/Berlin',
        case when i % 10 = 9 then ${NOW} end, case when i % 10 = 9 then 'OWNER' end, i % 2, 1`,
    ],
    [
      'secrets',
      'hash, cid, last4, created_at',
      `'${prefix}-hash-' || i, ${id(prefix)}, substr('' || (10000 + i % 10000), 2), ${NOW}`,
    ],
  ] as const

/** Of ten tokens nine were used, on one of the last hundred days. */
const uses = [
  'credential_uses',
  'cid, last_used_at, last_used_address, last_used_client',
  `${id('pt')}, ${NOW} - (i % 100) * ${DAY}, '10.0.0.1', 'curl 8'`,
] as const

const DOCUMENT = `'{"groups":["tier-' || (i % 4) || '","squad-' || (i % 300) || '"],"links":[],"slackChannels":[],"metadata":[],"ownership":{"emails":[],"groups":[{"groupName":"team-' || (i % 50) || '","provider":"CORTEX"}],"slackChannels":[]}}'`
/** The first person is a member of every tenth team, which own a fifth of all entities. */
const TEAM_DOCUMENT = `'{"groups":[],"links":[],"slackChannels":[],"metadata":[],"members":[{"name":"Person","email":"person-' || (i % 10) || '@example.com","roles":[],"sources":[]}],"ownership":{"emails":[],"groups":[],"slackChannels":[]}}'`
const LONG_TEXT = `'openapi: 3.0.1' || replace(substr('0000000000000000000000000000000000000000', 1, 40), '0', ' What it does, in a sentence of usual length that is repeated. ')`
const WORDS = `'What service-' || i || ' does, in a sentence that is about as long as people write; see runbook ' || (i * 31 % 9973)`
const TYPE = `case when i < 50 then 'team' when i < 60 then 'domain' when i % 5 = 0 then 'library' else 'service' end`
const TAG = `case when i < 50 then 'team-' || i when i < 60 then 'domain-' || i else 'service-' || i end`

const TEAMS = 50
const members = [
  'entity_members',
  'entity_id, position, email',
  `${id('en')}, 0, 'person-' || (i % 10) || '@example.com'`,
] as const

/** Besides, teams in a hierarchy of six below each: every third one is backed by a group. They come after all others. */
const CREW = id('en', '(i + 10000000)')
const crews = [
  [
    'entities',
    'id, tag, type, name, folded_name, document, archived_at, created_at, updated_at, sample, version',
    `${CREW}, 'crew-' || i, 'team', 'Crew ' || i, 'crew ' || i, ${TEAM_DOCUMENT}, case when i % 100 = 99 then ${NOW} end, ${NOW}, ${NOW}, 0, 1`,
  ],
  ['entity_sources', 'id, descriptor', `${CREW}, 'openapi: 3.0.1'`],
  ['entity_members', 'entity_id, position, email', `${CREW}, 0, 'member-' || i || '@example.com'`],
  ['entity_team_groups', 'entity_id, position, name, provider', `${CREW}, 0, 'group-' || (i / 3), 'OKTA'`],
  [
    'entity_edges',
    'declared_by, parent_tag, child_tag, position',
    `${id('en', '(i / 6 + 10000000)')}, 'crew-' || (i / 6), 'crew-' || i, i % 6`,
  ],
] as const

/** Half of all entities call the same one. */
const CALLEE = `case when i % 2 = 0 then 'service-2600' else 'service-' || (100 + i / 6) end`
const dependencies = [
  'dependencies',
  'caller_id, callee, method, path, source, callee_tag',
  `${id('en')}, ${CALLEE}, 'GET', '/v1/' || i, case when i % 3 = 0 then 'API' else 'YAML' end, ${CALLEE}`,
] as const

const relationshipTypes = [
  'relationship_types',
  'key, tag, name, definition_location, single_source, single_destination, allow_cycles, settings, created_at, updated_at, version',
  `'rel-' || i, 'rel-' || i, 'Relationship ' || (i % 40), 'BOTH', 0, 0, 0,
    '{"sourcesFilter":{"include":false,"types":[]},"destinationsFilter":{"include":false,"types":[]},"inheritances":[],"labels":{}}', ${NOW}, ${NOW}, 1`,
] as const

const RELATIONSHIP_TYPES = 200

/** Half of all are of one type: a tree with six to a parent. */
const relationships = [
  'relationships',
  'type, source, destination, location, entity_id, other_id',
  `case when i % 2 = 0 then 'rel-0' else 'rel-' || (i % ${RELATIONSHIP_TYPES}) end, 'service-' || (100 + i / 6), 'service-' || (101 + i),
    case when i % 3 = 0 then 'SOURCE' else 'API' end, ${id('en', '(100 + i / 6)')}, case when i % 3 = 0 then null else ${id('en', '(101 + i)')} end`,
] as const

const REPORTED_MOST = 2600
/** Half of all are of the same entity. */
const OF_ENTITY = `case when i % 2 = 0 then ${id('en', `${REPORTED_MOST}`)} else ${id('en', '(100 + i / 6)')} end`
const UUID = `'00000000-0000-7000-8000-' || (100000000000 + i)`
const reported = [
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

const VERSION = '1000000 - i'
/** The newest ones of all are those of the entity that has half of them. */
const versions = (isPostgres: boolean) => {
  const packed = pack('openapi: 3.0.1\ninfo:\n  title: Service\n').toString('hex')
  const bytes = isPostgres ? `decode('${packed}', 'hex')` : `x'${packed}'`
  return [
    ['descriptor_bases', 'entity_id, version, stored, text', `${OF_ENTITY}, ${VERSION}, 50, ${bytes}`],
    [
      'descriptor_versions',
      'entity_id, version, at, how, actor_type, actor_identifier, actor_email, size, earlier, base, stored',
      `${OF_ENTITY}, ${VERSION}, ${NOW} - i * 60000, 'API', 'OAUTH2', 'person-1@example.com', 'person-1@example.com', 38, 1, ${VERSION}, 0`,
    ],
  ] as const
}

/** The first domain has half of all entities below it, six to a parent. */
const entities = [
  [
    'entities',
    'id, tag, type, name, folded_name, description, document, git_repository, archived_at, created_at, updated_at, sample, version',
    `${id('en')}, ${TAG}, ${TYPE}, 'Service number ' || i, 'service number ' || i, ${WORDS}, case when i < 50 then ${TEAM_DOCUMENT} else ${DOCUMENT} end, 'example/service-' || i, case when i % 100 = 99 then ${NOW} end, ${NOW}, ${NOW}, 0, 1`,
  ],
  ['entity_sources', 'id, descriptor', `${id('en')}, ${LONG_TEXT}`],
  [
    'entity_texts',
    'id, text',
    `${id('en')}, lower(${TAG} || '\nservice number ' || i || '\t' || ${WORDS} || ' tier-' || (i % 4) || ' squad-' || (i % 300)
      || '\n  service  number  ' || i || '  ' || replace(${WORDS}, ' ', '  '))`,
  ],
  ['entity_groups', 'entity_id, name, folded', `${id('en')}, 'tier-' || (i % 4), 'tier-' || (i % 4)`],
  ['entity_groups', 'entity_id, name, folded', `${id('en')}, 'squad-' || (i % 300), 'squad-' || (i % 300)`],
  ['entity_owners', 'entity_id, position, kind, name', `${id('en')}, 0, 'GROUP', 'team-' || (i % 50)`],
  [
    'entity_owners',
    'entity_id, position, kind, name',
    `${id('en')}, 1, 'EMAIL', 'owner-' || (i % 97) || '@example.com'`,
  ],
  [
    'custom_data',
    'entity_id, key, source, rank, number, value, updated_at',
    `${id('en')}, 'tier', 'YAML', 1, i, '1.50', ${NOW}`,
  ],
  [
    'custom_data',
    'entity_id, key, source, rank, number, value, updated_at',
    `${id('en')}, case when i % 2 = 0 then 'tier' else 'coverage' end, 'API', i % 3, i, '{"lines":81.0}', ${NOW}`,
  ],
  [
    'scorecards',
    'id, tag, name, description, is_draft, document, created_at, updated_at, sample, version',
    `${id('sc')}, 'card-' || i, 'Card number ' || i, ${WORDS}, i % 10 / 9, '{"notifications":{"enabled":true,"scoreDropNotificationsEnabled":true},"exemptions":{"enabled":true,"autoApprove":false},"rules":[]}', ${NOW}, ${NOW}, 0, 1`,
  ],
  ['scorecard_sources', 'id, descriptor', `${id('sc')}, ${LONG_TEXT}`],
  ['scorecard_texts', 'id, text', `${id('sc')}, lower('card-' || i || ' ' || ${WORDS})`],
] as const

const family = (half: number) =>
  [
    [
      'entity_edges',
      'declared_by, parent_tag, child_tag, position',
      `${id('en', '(100 + i)')}, case when i < 6 then 'domain-50' else 'service-' || (100 + (i - 6) / 6) end, 'service-' || (100 + i), 0`,
    ],
    half,
  ] as const

const history = [
  [
    'audit_logs',
    'id, at, action, object_type, object_identifier, outcome, count, changes, actor_type, actor_identifier, actor_email, actor_cid, address, request_id',
    `${id('au')}, ${NOW} - i * 1000, case when i % 50 = 0 then 'DELETE' else 'UPDATE' end, case when i % 100 = 0 then 'API_KEY' else 'ENTITY' end, 'service-' || (i % 5000),
      case when i % 1000 = 0 then 'REFUSED' else 'DONE' end, 1, '{"description":{"before":"${'what it was '.repeat(20)}","after":"what it is"}}', case when i % 2 = 0 then 'OAUTH2' else 'PERSONAL_API_KEY' end,
      'person-' || (i % 1000) || '@example.com', 'person-' || (i % 1000) || '@example.com', ${id('pt', '(i % 1000)')}, '10.0.' || (i % 200) || '.1', 'request-' || i`,
  ],
  [
    'token_uses',
    'id, cid, day, method, route, status, reason, address, client, last4, count, first_at, last_at',
    `'use-' || i, ${id('pt', '(i % 2)')}, ${NOW} - (i / 1200) * ${DAY}, 'GET', '/api/v1/catalog', 200, case when i % 500 = 0 then 'revoked' end, '10.0.0.' || (i % 250), 'curl 8', 'abcd', 3, ${NOW} - i * 60000, ${NOW} - i * 60000`,
  ],
  ['token_hours', 'cid, hour, calls, refused', `${id('pt', '(i / 2000)')}, ${NOW} - (i % 2000) * 3600000, 5, 0`],
  ['token_places', 'cid, kind, place, first_at', `${id('pt', '(i / 200)')}, 'RANGE', 'place-' || (i % 200), ${NOW}`],
  [
    'webhook_deliveries',
    'id, webhook_id, event, body, created_at, status, attempts, next_at',
    `${id('wd')}, ${id('wh', '(i % 2)')}, 'token.created', '{}', ${NOW} - i, case when i % 100 = 0 then 'WAITING' else 'DELIVERED' end, 1, ${NOW}`,
  ],
  ['jobs', 'key, kind, payload, run_at, attempts', `'job-' || i, 'mail', '{}', ${NOW + DAY} + i, 0`],
] as const

const roles = [
  'roles',
  'id, tag, name, permissions, created_at, updated_at, version',
  `${id('ro')}, 'role-' || i, 'Role ' || i, 'VIEW_CATALOGS,EDIT_ENTITIES', ${NOW}, ${NOW}, 1`,
] as const

const webhooks = [
  'webhooks',
  'id, url, events, secret, enabled, created_at, version',
  `${id('wh')}, 'https://hooks.example.com/' || i, 'token.created', 'sealed', 1, ${NOW} - i, 1`,
] as const

/** How the bench signs in: a session and a token of the first administrator. */
export type Entry = { readonly cookie: string; readonly bearer: string }

const addEntry = async (db: Db): Promise<Entry> => {
  const [cookie, bearer] = [newOpaqueSecret(), newSecret('personal')]
  await db
    .updateTable('sessions')
    .set({ hash: hashOf(cookie) })
    .where('id', '=', idOf('ss', 0))
    .execute()
  await db
    .updateTable('secrets')
    .set({ hash: hashOf(bearer), last4: last4Of(bearer) })
    .where('cid', '=', idOf('pt', 1))
    .execute()
  return { cookie, bearer }
}

const TOKENS_OF_THE_FIRST = 1000

const ownMany = (db: Db) =>
  db
    .updateTable('credentials')
    .set({ owner_id: idOf('us', 0) })
    .where('kind', '=', 'personal')
    .where('cid', '<', idOf('pt', TOKENS_OF_THE_FIRST))
    .execute()

const withoutStatistics = async (db: Db) => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db)
  for (const { name } of rows) await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(db)
}

/** A migrated, empty database becomes one of a large workspace. */
export const seedRows = (database: Database, { rows, isPostgres }: { rows: number; isPostgres: boolean }) =>
  database.transaction(async db => {
    if (isPostgres) await withoutStatistics(db)
    await fill(db, 200, roles)
    for (const one of people) await fill(db, rows, one)
    const owner = id('us', `(i / ${TOKENS_A_PERSON})`)
    for (const one of credentials('pt', 'personal', owner)) await fill(db, rows, one)
    for (const one of credentials('ak', 'workspace', 'null')) await fill(db, rows, one)
    await fill(db, rows, uses)
    await sql`delete from credential_uses where last_used_at > ${NOW - 10 * DAY}`.execute(db)
    for (const one of entities) await fill(db, rows, one)
    await fill(db, Math.min(TEAMS, rows), members)
    await fill(db, rows, dependencies)
    for (const one of crews) await fill(db, rows / 10, one)
    if (rows > REPORTED_MOST) for (const one of [...reported, ...versions(isPostgres)]) await fill(db, rows, one)
    await fill(db, RELATIONSHIP_TYPES, relationshipTypes)
    await fill(db, rows - 101, relationships)
    await ownMany(db)
    const [edges, half] = family(rows / 2)
    await fill(db, half, edges)
    await fill(db, WEBHOOKS, webhooks)
    for (const one of history) await fill(db, rows, one)
    return addEntry(db)
  })
