/** Changes dependencies of many entities in one transaction: all or none. */
import { sql } from 'kysely'
import { MOST_DEPENDENCIES, type NewDependency } from '../../../contract/catalog/dependencies.ts'
import type { Entry } from '../../core/changes/entry.ts'
import { shortened } from '../../core/changes/shortened.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { Context } from '../../core/http/mount.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { noSuchEntity } from '../entities/entities.ts'
import { entitiesNamed, type NamedEntity } from '../entities/named.ts'
import { type Edge, endpointOf, isDeclared, keyOf, type Row, removeAll, storeAll } from './dependencies.ts'

export type Values = Readonly<Record<string, readonly NewDependency[]>>

/** A dependency in a request. */
type Named = { readonly caller: NamedEntity; readonly row: Row }

const idOf = ({ caller_id, callee, method, path }: Edge) => `${caller_id}\n${callee}\n${method}\n${path}`

const rowOf = (
  caller: NamedEntity,
  callee: NamedEntity,
  { method, path, description, metadata }: NewDependency,
): Row => ({
  caller_id: caller.id,
  callee: keyOf(callee.tag),
  ...endpointOf({ method, path }),
  source: 'API',
  callee_tag: callee.tag,
  description: description ?? null,
  metadata: metadata === undefined ? null : JSON.stringify(metadata),
})

/** @throws Problem 400 beyond the limit, or for an incomplete endpoint, with its place */
const checkValues = (values: Values) => {
  const places = Object.entries(values).flatMap(([caller, list]) =>
    list.map((one, at) => ({ ...one, place: `values.${caller}.${at}` })),
  )
  if (places.length > MOST_DEPENDENCIES)
    throw badRequest(`A request can have up to ${MOST_DEPENDENCIES.toLocaleString('en')} dependencies.`, 'values')
  for (const { place, ...one } of places) endpointOf(one, place)
}

/** The last one wins if several have the same caller, callee and endpoint. @throws Problem 404 for an entity that doesn't exist, 400 */
const namedIn = async (db: Db, values: Values): Promise<Map<string, Named>> => {
  checkValues(values)
  const lists = Object.entries(values)
  const found = await entitiesNamed(db, [
    ...lists.map(([caller]) => caller),
    ...lists.flatMap(([, list]) => list.map(({ tag }) => tag)),
  ])
  const entityOf = (name: string) => {
    const entity = found.get(name)
    if (!entity) throw noSuchEntity(name)
    return entity
  }
  const named = lists.flatMap(([name, list]) => {
    const caller = entityOf(name)
    return list.map(one => ({ caller, row: rowOf(caller, entityOf(one.tag), one) }))
  })
  return new Map(named.map(one => [idOf(one.row), one]))
}

/** Those that the API has stored. @throws Problem 400 if a descriptor declares one */
const thereOf = async (db: Db, named: ReadonlyMap<string, Named>): Promise<Map<string, Row>> => {
  const there = new Map<string, Row>()
  await inChunks([...named.values()], async some => {
    const wanted = sql.join(some.map(({ row: r }) => sql`(${r.caller_id}, ${r.callee}, ${r.method}, ${r.path})`))
    const join = lookUpOn(db)(
      'dependencies d',
      'd.caller_id = w.column1 and d.callee = w.column2 and d.method = w.column3 and d.path = w.column4',
    )
    const { rows } = await sql<Row>`select d.* from (values ${wanted}) as w ${sql.raw(join)}`.execute(db)
    for (const row of rows) {
      if (row.source === 'YAML') throw isDeclared(named.get(idOf(row))?.caller.tag ?? '', row.callee_tag)
      there.set(idOf(row), row)
    }
  })
  return there
}

const inOrder = (rows: readonly Row[]) => rows.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))

const factOf = ({ callee_tag, method, path, description }: Row) => ({
  callee: callee_tag,
  ...(method === '' ? {} : { method, path }),
  ...(description === null ? {} : { description }),
})

type Difference = { readonly before: readonly Row[]; readonly after: readonly Row[]; readonly isDelete: boolean }

/** One row for each caller. */
const entriesOf = (named: ReadonlyMap<string, Named>, { before, after, isDelete }: Difference): Entry[] => {
  const callers = new Map(Array.from(named.values(), ({ caller }) => [caller.id, caller.tag]))
  const [was, is] = [before, after].map(rows => Map.groupBy(rows, ({ caller_id }) => caller_id))
  return [...new Set([...before, ...after].map(({ caller_id }) => caller_id))].map(id => {
    const [gone = [], there = []] = [was?.get(id), is?.get(id)]
    return {
      action: 'UPDATE',
      objectType: 'ENTITY',
      objectIdentifier: callers.get(id) ?? id,
      changes: shortened({
        dependencies: { before: gone.map(factOf), after: there.map(factOf) },
        ...(isDelete && { deleted: { after: gone.length } }),
      }),
    }
  })
}

const isSame = (row: Row, other: Row | undefined) =>
  other?.callee_tag === row.callee_tag && other.description === row.description && other.metadata === row.metadata

/** Unchanged dependencies are not written, and leave no audit row. @throws Problem 404 or 400 */
export const storeMany = async ({ db, auditAll, nothing }: Context, values: Values): Promise<void> => {
  const named = await namedIn(db, values)
  const there = await thereOf(db, named)
  const changed = inOrder(Array.from(named, ([id, { row }]) => (isSame(row, there.get(id)) ? [] : [row])).flat())
  if (changed.length === 0) return nothing()
  await inChunks(changed, some => storeAll(db, some))
  const before = changed.flatMap(row => there.get(idOf(row)) ?? [])
  await auditAll(entriesOf(named, { before, after: changed, isDelete: false }))
}

/** Returns the number of deleted dependencies. @throws Problem 404 or 400 */
export const removeMany = async (
  { db, auditAll, nothing }: Context,
  { values, dryRun = false }: { readonly values: Values; readonly dryRun?: boolean | undefined },
): Promise<number> => {
  const named = await namedIn(db, values)
  const gone = inOrder([...(await thereOf(db, named)).values()])
  if (gone.length === 0 || dryRun) {
    nothing()
    return gone.length
  }
  await inChunks(gone, some => removeAll(db, some))
  await auditAll(entriesOf(named, { before: gone, after: [], isDelete: true }))
  return gone.length
}
