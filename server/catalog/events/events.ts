import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { CustomEvent, createCustomEvent, deleteCustomEvents } from '../../../contract/catalog/events.ts'
import type { BodyOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Kind } from '../../core/changes/writes.ts'
import type { Db } from '../../core/db/database.ts'
import { instantOf, iso, requiredInstant } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { EntityRow } from '../entities/entities.ts'
import { customDataOf, withText } from '../reported/reported.ts'
import type { CustomEvents } from './tables.ts'

export type Row = Selectable<CustomEvents>

type Of = Pick<EntityRow, 'id' | 'tag'>

/** What a client says of an event. @throws Problem 400 */
export const contentOf = (sent: BodyOf<typeof createCustomEvent>) => ({
  at: requiredInstant('timestamp', sent.timestamp),
  type: sent.type,
  title: sent.title,
  description: sent.description ?? null,
  url: sent.url ?? null,
  custom_data: customDataOf(sent.customData),
})

/** The audit log finds an event by its uuid, and shows of which entity it is. */
export const eventOf = (entity: Of): Kind<Row> => ({
  type: 'CUSTOM_EVENT',
  idOf: ({ uuid }) => uuid,
  facts: ({ title, type, at, description, url, custom_data }) => ({
    entity: entity.tag,
    title,
    type,
    timestamp: iso(at),
    description,
    url,
    customData: custom_data,
  }),
  isLong: true,
})

export const insertEvent = (db: Db, row: Row) => db.insertInto('custom_events').values(row).execute()

/** @throws Problem 404, also for an event of another entity */
export const findEvent = async (db: Db, entity: Of, uuid: string): Promise<Row> => {
  const row = await db
    .selectFrom('custom_events')
    .selectAll()
    .where('uuid', '=', uuid.toLowerCase())
    .where('entity_id', '=', entity.id)
    .executeTakeFirst()
  if (!row) throw notFound(`${entity.tag} has no custom event ${uuid}.`)
  return row
}

export const replaceEvent = (db: Db, { uuid, ...row }: Row) =>
  db.updateTable('custom_events').set(row).where('uuid', '=', uuid).execute()

export const removeEvent = (db: Db, { uuid }: Row) => db.deleteFrom('custom_events').where('uuid', '=', uuid).execute()

type Filters = Pick<QueryOf<typeof deleteCustomEvents>, 'type' | 'startTime' | 'endTime' | 'timestamp'>

/** Those of an entity that the filters let through. @throws Problem 400 for a time that is none */
export const selected = (entity: Of, { type, startTime, endTime, timestamp }: Filters): RawBuilder<SqlBool> => {
  const older = instantOf('timestamp', timestamp)
  const [from, until] = [instantOf('startTime', startTime) ?? older, instantOf('endTime', endTime)]
  const conditions = [
    sql<SqlBool>`entity_id = ${entity.id}`,
    ...(type === undefined ? [] : [sql<SqlBool>`type = ${type}`]),
    ...(from === undefined ? [] : [sql<SqlBool>`at >= ${from}`]),
    ...(until === undefined ? [] : [sql<SqlBool>`at <= ${until}`]),
  ]
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

const present = (row: Row): CustomEvent => ({
  uuid: row.uuid,
  title: row.title,
  type: row.type,
  timestamp: iso(row.at),
  ...(row.description === null ? {} : { description: row.description }),
  ...(row.url === null ? {} : { url: row.url }),
})

/** As JSON. */
export const eventText = (row: Row): string => withText(present(row), 'customData', row.custom_data)
