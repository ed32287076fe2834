/** Lists of teams and of departments: as functions of a database alone, so that they run on any thread. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { listDepartments } from '../../../contract/catalog/departments.ts'
import { type listTeams, MOST_UNPAGED } from '../../../contract/catalog/teams.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { presentRows } from '../../core/db/rows.ts'
import { type PageQuery, pageFields, pageOf } from '../../core/http/page.ts'
import { ENTITY_COLUMNS, type EntityRow } from '../entities/entities.ts'
import { rememberedIn } from '../entities/remembered.ts'
import { presentDepartment } from './department.ts'
import { presentTeam } from './team.ts'

/** Rows of one statement: engines limit the values that a statement may have. */
const CHUNK = 1000

/** Clients that send neither get all at once, as far as that goes. */
const pageOrAll = ({ page, pageSize }: PageQuery) =>
  page === undefined && pageSize === undefined ? { page: 0, pageSize: MOST_UNPAGED } : pageOf({ page, pageSize })

export const readRows = async (db: Db, ids: readonly string[]): Promise<EntityRow[]> => {
  const rows: EntityRow[] = []
  for (let start = 0; start < ids.length; start += CHUNK)
    rows.push(
      ...(await db
        .selectFrom('entities')
        .select(ENTITY_COLUMNS)
        .where('id', 'in', ids.slice(start, start + CHUNK))
        .execute()),
    )
  return rows
}

type Listed<Row> = {
  readonly name: string
  readonly condition: RawBuilder<SqlBool>
  readonly query: PageQuery
  readonly present: (row: EntityRow) => Row
}

const listAsText = async <Row>(db: Db, { name, condition, query, present }: Listed<Row>): Promise<string> => {
  const known = await rememberedIn(db)
  return known([name, query], async () => {
    const page = pageOrAll(query)
    const from = sql`from entities e where ${condition}`
    const { ids, total } = await idsOfPage(db, { id: 'e.id', from, order: sql`e.tag` }, page)
    const rows = await rowsInOrder(
      ids,
      some => readRows(db, some),
      ({ id }) => id,
    )
    const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present })
    return JSON.stringify({ [name]: shown, ...marked, ...pageFields(page, total) })
  })
}

const HAS_MEMBERS = sql<SqlBool>`(exists (select 1 from entity_members m where m.entity_id = e.id)
  or exists (select 1 from entity_team_groups g where g.entity_id = e.id))`

/** The answer to `listTeams`, as JSON. */
export const teamsAsText = (db: Db, query: Omit<QueryOf<typeof listTeams>, 'teamTag'>): Promise<string> => {
  const conditions = [
    sql<SqlBool>`lower(e.type) = 'team'`,
    ...(query.includeArchived ? [] : [sql<SqlBool>`e.archived_at is null`]),
    ...(query.includeTeamsWithoutMembers ? [] : [HAS_MEMBERS]),
  ]
  return listAsText(db, { name: 'teams', condition: sql.join(conditions, sql` and `), query, present: presentTeam })
}

/** The answer to `listDepartments`, as JSON. */
export const departmentsAsText = (db: Db, query: Omit<QueryOf<typeof listDepartments>, 'departmentTag'>) =>
  listAsText(db, {
    name: 'departments',
    condition: sql<SqlBool>`lower(e.type) = 'department' and e.archived_at is null`,
    query,
    present: presentDepartment,
  })
