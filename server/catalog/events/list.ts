/** The events of an entity, which may be many: as a function of a database alone, so that it runs on any thread. */
import { sql } from 'kysely'
import type { listCustomEvents } from '../../../contract/catalog/events.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { findEntity } from '../entities/entities.ts'
import { MOST_COUNTED } from '../reported/reported.ts'
import { eventText, type Row, selected } from './events.ts'

const rowsOf = (db: Db, uuids: readonly string[]): Promise<Row[]> =>
  db.selectFrom('custom_events').selectAll().where('uuid', 'in', uuids).execute()

/** The answer as JSON. @throws Problem 404, 400 */
export const eventsAsText = async (
  db: Db,
  tagOrId: string,
  query: QueryOf<typeof listCustomEvents>,
): Promise<string> => {
  const entity = await findEntity(db, tagOrId)
  const page = pageOf(query)
  const list = {
    from: sql`from custom_events where ${selected(entity, query)}`,
    id: 'uuid',
    order: sql`at desc, uuid desc`,
    most: MOST_COUNTED,
  }
  const { ids, total } = await idsOfPage(db, list, page)
  const rows = await rowsInOrder(
    ids,
    some => rowsOf(db, some),
    ({ uuid }) => uuid,
  )
  const { shown, marked } = presentRows(rows, { idOf: ({ uuid }) => uuid, present: eventText })
  return `{"events":[${shown.join()}],${JSON.stringify({ ...marked, ...pageFields(page, total) }).slice(1)}`
}
