/** The rows of dependencies. Where a descriptor and the API say the same one, the descriptor's counts. */
import type { Selectable } from 'kysely'
import type { Dependency } from '../../../contract/catalog/dependencies.ts'
import { HTTP_METHODS } from '../../../contract/catalog/dependencies.ts'
import { inChunks } from '../../core/db/chunks.ts'
import { compiled, compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import type { DeclaredDependency } from '../entities/document.ts'
import type { KeptEntity } from '../entities/kept-blocks.ts'
import type { Dependencies } from './tables.ts'

export type Row = Selectable<Dependencies>

/** Which dependency: the callee and, where one is named, the endpoint. */
export type Edge = Pick<Row, 'caller_id' | 'callee' | 'method' | 'path'>

type Endpoint = { readonly method?: string | undefined; readonly path?: string | undefined }

/** @throws Problem 400 for a method without a path, or the reverse; `place` is its place in a body */
export const endpointOf = ({ method, path }: Endpoint, place?: string) => {
  if ((method === undefined) !== (path === undefined)) {
    const field = method === undefined ? 'method' : 'path'
    const why = 'method and path must be used together: give both or neither.'
    throw place === undefined ? badRequest(why, field) : badRequest(`${place}: ${why}`, `${place}.${field}`)
  }
  return { method: method ?? '', path: path ?? '' }
}

export const keyOf = (tag: string) => tag.toLowerCase()

const deleteDeclared = compiled((db, { id }: { readonly id: string }) =>
  db.deleteFrom('dependencies').where('caller_id', '=', id).where('source', '=', 'YAML'),
)

const insertRows = compiledRows((db, rows: readonly Row[]) => db.insertInto('dependencies').values(rows))

/** Replaces what a descriptor declares. */
export const keepDeclared = async (
  db: Db,
  { id, isNew }: KeptEntity,
  declared: readonly DeclaredDependency[],
): Promise<void> => {
  if (!isNew) await deleteDeclared(db, { id })
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
  await inChunks([...once.values()], some => insertRows(db, some))
}

/** An entity at one end of a dependency. */
export type End = { readonly tag: string; readonly type: string }
export type Ends = { readonly caller: End; readonly callee: End }

const isMethod = (text: string) => HTTP_METHODS.find(method => method === text)

export const present = (row: Row, { caller, callee }: Ends): Dependency => {
  const method = isMethod(row.method)
  return {
    callerTag: caller.tag,
    callerType: caller.type,
    calleeTag: callee.tag,
    calleeType: callee.type,
    ...(method && { method }),
    ...(row.path === '' ? {} : { path: row.path }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) }),
    source: row.source,
  }
}

/** The descriptor's row, or else the API's. */
export const findDependency = (db: Db, { caller_id, callee, method, path }: Edge): Promise<Row | undefined> =>
  db
    .selectFrom('dependencies')
    .selectAll()
    .where('caller_id', '=', caller_id)
    .where('callee', '=', callee)
    .where('method', '=', method)
    .where('path', '=', path)
    .orderBy('source', 'desc')
    .limit(1)
    .executeTakeFirst()

export const noSuchDependency = (caller: string, callee: string) =>
  notFound(`${caller} has no such dependency on ${callee}.`)

export const isDeclared = (caller: string, callee: string) =>
  badRequest(`The dependency of ${caller} on ${callee} is declared in the descriptor of ${caller}. Change it there.`)

/** Dependencies from the API, each found by the primary key. */
export const removeAll = (db: Db, edges: readonly Edge[]) =>
  db
    .deleteFrom('dependencies')
    .where(eb =>
      eb.or(
        edges.map(({ caller_id, callee, method, path }) => eb.and({ caller_id, callee, method, path, source: 'API' })),
      ),
    )
    .execute()

/** All that came through the API; answers the tags of the callees. */
export const removeDependencies = async (db: Db, callerId: string): Promise<string[]> => {
  const gone = await db
    .deleteFrom('dependencies')
    .where('caller_id', '=', callerId)
    .where('source', '=', 'API')
    .returning('callee_tag')
    .execute()
  return gone.map(({ callee_tag }) => callee_tag)
}

/** Creates each dependency, or replaces its description and metadata. */
export const storeAll = (db: Db, rows: readonly Row[]) =>
  db
    .insertInto('dependencies')
    .values(rows)
    .onConflict(on =>
      on.columns(['caller_id', 'callee', 'method', 'path', 'source']).doUpdateSet(eb => ({
        callee_tag: eb.ref('excluded.callee_tag'),
        description: eb.ref('excluded.description'),
        metadata: eb.ref('excluded.metadata'),
      })),
    )
    .execute()
