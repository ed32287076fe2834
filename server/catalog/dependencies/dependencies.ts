/** The rows of dependencies. Where a descriptor and the API say the same one, the descriptor's counts. */
import { type Selectable, sql } from 'kysely'
import type { Dependency } from '../../../contract/catalog/dependencies.ts'
import { HTTP_METHODS } from '../../../contract/catalog/dependencies.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import type { Page } from '../../core/db/page.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import type { DeclaredDependency } from '../entities/document.ts'
import type { Dependencies } from './tables.ts'

type Row = Selectable<Dependencies>

/** Which dependency: the callee and, where one is named, the endpoint. */
export type Edge = Pick<Row, 'caller_id' | 'callee' | 'method' | 'path'>

/** @throws Problem 400 for a method without a path, and the reverse */
export const endpointOf = ({ method, path }: { method?: string | undefined; path?: string | undefined }) => {
  if ((method === undefined) !== (path === undefined))
    throw badRequest(
      'method and path must be used together: give both or neither.',
      method === undefined ? 'method' : 'path',
    )
  return { method: method ?? '', path: path ?? '' }
}

export const keyOf = (tag: string) => tag.toLowerCase()

/** Replaces what a descriptor declares. */
export const keepDeclared = async (
  db: Db,
  { id }: { readonly id: string },
  declared: readonly DeclaredDependency[],
): Promise<void> => {
  await db.deleteFrom('dependencies').where('caller_id', '=', id).where('source', '=', 'YAML').execute()
  const rows = declared.map(
    ({ tag, method, path, description, metadata }): Row => ({
      caller_id: id,
      callee: keyOf(tag),
      method,
      path,
      source: 'YAML',
      callee_tag: tag,
      description: description ?? null,
      metadata: metadata ?? null,
    }),
  )
  const once = new Map(rows.toReversed().map(row => [`${row.callee}\n${row.method}\n${row.path}`, row]))
  await inChunks([...once.values()], some => db.insertInto('dependencies').values(some).execute())
}

/** A row with the entities at its ends, as they are called now. */
export type Shown = Row & { caller_tag: string; caller_type: string; shown_tag: string; shown_type: string }

const isMethod = (text: string) => HTTP_METHODS.find(method => method === text)

export const present = (row: Shown): Dependency => {
  const method = isMethod(row.method)
  return {
    callerTag: row.caller_tag,
    callerType: row.caller_type,
    calleeTag: row.shown_tag,
    calleeType: row.shown_type,
    ...(method && { method }),
    ...(row.path === '' ? {} : { path: row.path }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) }),
    source: row.source,
  }
}

const COLUMNS = sql`d.caller_id, d.callee, d.method, d.path, d.source, d.callee_tag, d.description, d.metadata,
  caller.tag as caller_tag, caller.type as caller_type, callee.tag as shown_tag, callee.type as shown_type`

/** The descriptor's row stands for the API's. */
const COUNTS = sql`(d.source = 'YAML' or not exists (select 1 from dependencies y where y.caller_id = d.caller_id
  and y.callee = d.callee and y.method = d.method and y.path = d.path and y.source = 'YAML'))`

const JOINED = sql`from dependencies d join entities caller on caller.id = d.caller_id
  join entities callee on lower(callee.tag) = d.callee`

const OPEN = sql`caller.archived_at is null and callee.archived_at is null and ${COUNTS}`

type Sides = { readonly outgoing: boolean; readonly incoming: boolean }

const sidesOf = ({ id, tag }: { id: string; tag: string }, { outgoing, incoming }: Sides) => [
  ...(outgoing ? [sql`select 0 as side, ${COLUMNS} ${JOINED} where d.caller_id = ${id} and ${OPEN}`] : []),
  ...(incoming ? [sql`select 1 as side, ${COLUMNS} ${JOINED} where d.callee = ${keyOf(tag)} and ${OPEN}`] : []),
]

export const listDependencies = async (
  db: Db,
  entity: { id: string; tag: string },
  { page, ...sides }: Sides & { readonly page: Page },
): Promise<{ rows: Shown[]; total: number }> => {
  const all = sql`(${sql.join(sidesOf(entity, sides), sql` union all `)}) as found`
  const { rows } = await sql<Shown>`select * from ${all} order by side, caller_tag, shown_tag, method, path
    limit ${page.pageSize} offset ${page.page * page.pageSize}`.execute(db)
  if (page.page === 0 && rows.length < page.pageSize) return { rows, total: rows.length }
  const counted = await sql<{ total: number | string }>`select count(*) as total from ${all}`.execute(db)
  return { rows, total: Number(counted.rows[0]?.total) }
}

/** Archived ends included. */
export const findShown = async (db: Db, edge: Edge): Promise<Shown | undefined> => {
  const { rows } = await sql<Shown>`select ${COLUMNS} ${JOINED} where d.caller_id = ${edge.caller_id}
    and d.callee = ${edge.callee} and d.method = ${edge.method} and d.path = ${edge.path} and ${COUNTS}`.execute(db)
  return rows[0]
}

export const noSuchDependency = (caller: string, callee: string) =>
  notFound(`${caller} has no such dependency on ${callee}.`)

export const isDeclared = (caller: string, callee: string) =>
  badRequest(`The dependency of ${caller} on ${callee} is declared in the descriptor of ${caller}. Change it there.`)

/** Creates it, or replaces its description and metadata. */
export const storeDependency = (db: Db, row: Row) =>
  db
    .insertInto('dependencies')
    .values(row)
    .onConflict(on =>
      on.columns(['caller_id', 'callee', 'method', 'path', 'source']).doUpdateSet(eb => ({
        callee_tag: eb.ref('excluded.callee_tag'),
        description: eb.ref('excluded.description'),
        metadata: eb.ref('excluded.metadata'),
      })),
    )
    .execute()
