/** One timeline of several tables: as a function of a database alone, so that it runs on any thread. */
import { type RawBuilder, type Selectable, sql } from 'kysely'
import {
  ACTIVITY_KINDS,
  type ActivityEntry,
  type ActivityKind,
  type listActivity,
  MOST_ACTIVITY,
} from '../../../contract/catalog/timeline.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { AuditLogs } from '../../core/changes/tables.ts'
import type { Db } from '../../core/db/database.ts'
import { rowsInOrder } from '../../core/db/page.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { iso } from '../../core/problems/instant.ts'
import type { Deploys } from '../deploys/tables.ts'
import { type EntityRow, findEntity } from '../entities/entities.ts'
import type { CustomEvents } from '../events/tables.ts'
import type {} from '../versions/tables.ts'

type Source = {
  /** `from … where …`, in the order of an index by `at` and the identifier. */
  readonly from: (entity: EntityRow) => RawBuilder<unknown>
  readonly id: string
  readonly read: (db: Db, ids: readonly string[]) => Promise<ActivityEntry[]>
}

const given = <Key extends string>(key: Key, value: string | null) => (value === null ? {} : { [key]: value })

const deployEntry = (row: Selectable<Deploys>): ActivityEntry => ({
  kind: 'DEPLOY',
  id: row.uuid,
  timestamp: iso(row.at),
  type: row.type,
  title: row.title,
  ...given('url', row.url),
  ...given('environment', row.environment),
  ...given('sha', row.sha),
  ...given('by', row.deployer_name ?? row.deployer_email),
})

const eventEntry = (row: Selectable<CustomEvents>): ActivityEntry => ({
  kind: 'EVENT',
  id: row.uuid,
  timestamp: iso(row.at),
  type: row.type,
  title: row.title,
  ...given('description', row.description),
  ...given('url', row.url),
})

const editEntry = (row: Selectable<AuditLogs>): ActivityEntry => ({
  kind: 'EDIT',
  id: row.id,
  timestamp: iso(row.at),
  type: row.action,
  ...given('by', row.actor_email ?? row.actor_name ?? row.actor_identifier),
  fields: Object.keys(JSON.parse(row.changes ?? '{}')),
})

const present = <Row>(rows: readonly Row[], idOf: (row: Row) => string, entryOf: (row: Row) => ActivityEntry) =>
  presentRows(rows, { idOf, present: entryOf }).shown

const SOURCES: Readonly<Record<ActivityKind, Source>> = {
  DEPLOY: {
    from: ({ id }) => sql`from deploys where entity_id = ${id}`,
    id: 'uuid',
    read: async (db, ids) =>
      present(
        await db.selectFrom('deploys').selectAll().where('uuid', 'in', ids).execute(),
        ({ uuid }) => uuid,
        deployEntry,
      ),
  },
  EVENT: {
    from: ({ id }) => sql`from custom_events where entity_id = ${id}`,
    id: 'uuid',
    read: async (db, ids) =>
      present(
        await db.selectFrom('custom_events').selectAll().where('uuid', 'in', ids).execute(),
        ({ uuid }) => uuid,
        eventEntry,
      ),
  },
  EDIT: {
    // an earlier entity may have had the same tag
    from: ({ tag, created_at }) =>
      sql`from audit_logs where object_identifier = ${tag} and at >= ${created_at} and object_type = 'ENTITY' and outcome = 'DONE'`,
    id: 'id',
    read: async (db, ids) =>
      present(
        await db.selectFrom('audit_logs').selectAll().where('id', 'in', ids).execute(),
        ({ id }) => id,
        editEntry,
      ),
  },
}

type Place = { kind: ActivityKind; id: string }

/** Each source gives the newest of its own, of which the newest of all are among them. */
const placesOf = async (
  db: Db,
  sources: readonly { kind: ActivityKind; from: RawBuilder<unknown> }[],
  { limit, offset }: { limit: number; offset: number },
): Promise<Place[]> => {
  const newest = sources.map(({ kind, from }) => {
    const id = sql.ref(SOURCES[kind].id)
    return sql`select * from (select ${sql.lit(kind)} as kind, ${id} as id, at ${from}
      order by at desc, ${id} desc limit ${offset + limit}) as ${sql.ref(kind.toLowerCase())}`
  })
  const { rows } = await sql<Place>`select kind, id from (${sql.join(newest, sql` union all `)}) as newest
    order by at desc, id desc limit ${limit} offset ${offset}`.execute(db)
  return rows
}

const countOf = async (db: Db, from: RawBuilder<unknown>): Promise<number> => {
  const { rows } = await sql<{ total: number | string }>`
    select count(*) as total from (select 1 as one ${from} limit ${MOST_ACTIVITY}) as counted`.execute(db)
  return Number(rows[0]?.total)
}

const entriesAt = async (db: Db, places: readonly Place[]): Promise<ActivityEntry[]> => {
  const found: ActivityEntry[] = []
  for (const [kind, some] of Map.groupBy(places, ({ kind }) => kind))
    found.push(
      ...(await SOURCES[kind].read(
        db,
        some.map(({ id }) => id),
      )),
    )
  return rowsInOrder(
    places.map(({ id }) => id),
    async () => found,
    ({ id }) => id,
  )
}

type Edit = { readonly entry: ActivityEntry; readonly at: number }

const editsIn = (entries: readonly ActivityEntry[]): Edit[] =>
  entries.flatMap(entry => (entry.kind === 'EDIT' ? [{ entry, at: Date.parse(entry.timestamp) }] : []))

/** Edits with the versions that they saved, matched by time. If several have the same time, no version is assigned. */
const withVersions = async (db: Db, { id }: EntityRow, entries: readonly ActivityEntry[]): Promise<ActivityEntry[]> => {
  const edits = editsIn(entries)
  if (edits.length === 0) return [...entries]
  const rows = await db
    .selectFrom('descriptor_versions')
    .select(['version', 'at'])
    .where('entity_id', '=', id)
    .where('at', 'in', [...new Set(edits.map(({ at }) => at))])
    .execute()
  const versions = new Map<ActivityEntry, number>()
  for (const [at, some] of Map.groupBy(edits, edit => edit.at)) {
    const [row, ...others] = rows.filter(one => Number(one.at) === at)
    const [edit] = some
    if (row && edit && others.length === 0 && some.length === 1) versions.set(edit.entry, Number(row.version))
  }
  return entries.map(entry => {
    const version = versions.get(entry)
    return version === undefined ? entry : { ...entry, version }
  })
}

/** @throws Problem 404 */
export const activityOf = async (
  db: Db,
  tagOrId: string,
  { kinds = [...ACTIVITY_KINDS], seesEdits, ...query }: QueryOf<typeof listActivity> & { seesEdits: boolean },
): Promise<AnswerOf<typeof listActivity>> => {
  const entity = await findEntity(db, tagOrId)
  const page = pageOf(query)
  const offset = page.page * page.pageSize
  const limit = Math.min(page.pageSize, MOST_ACTIVITY - offset)
  const sources = ACTIVITY_KINDS.filter(kind => kinds.includes(kind) && (kind !== 'EDIT' || seesEdits)).map(kind => ({
    kind,
    from: SOURCES[kind].from(entity),
  }))
  let total = 0
  for (const { from } of sources) total += await countOf(db, from)
  const places = sources.length > 0 && limit > 0 ? await placesOf(db, sources, { limit, offset }) : []
  const activity = await withVersions(db, entity, await entriesAt(db, places))
  return { activity, seesEdits, ...pageFields(page, Math.min(total, MOST_ACTIVITY)) }
}
