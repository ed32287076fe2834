/** The rows of relationships. Which of them count depends on their type: whose descriptors may declare them. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { inChunks } from '../../core/db/chunks.ts'
import { compiled, compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import type { DeclaredRelationship } from '../entities/document.ts'
import type { KeptEntity } from '../entities/kept-blocks.ts'
import type { Relationships } from './tables.ts'
import { keyOf, type TypeRow } from './types.ts'

type Row = Relationships

export type Side = 'source' | 'destination'
export const otherSide = (side: Side): Side => (side === 'source' ? 'destination' : 'source')

/** An entity at an end of a relationship. */
export type End = { readonly id: string; readonly tag: string; readonly type: string; readonly key: string }

/** Both ends, by their keys. */
export type Edge = { readonly source: string; readonly destination: string }

/** SQL: whether a row of this name counts; `location` is that of its type. */
export const effective = (row: string, location: string) =>
  `(${row}.location = 'API' or ${row}.location = ${location} or (${location} = 'BOTH' and ${row}.location <> 'OVERRIDDEN'))`

/**
 * SQL: whether the row called `r` counts, and is the first of those that say the same. `location` is that of its type. What has an
 * offset is looked up for each row, where PostgreSQL would otherwise join whole types without knowing their size.
 */
export const countsOnce = (
  location: string,
) => `${effective('r', location)} and not exists (select 1 from relationships y
  where y.type = r.type and y.source = r.source and y.destination = r.destination
    and y.location || y.entity_id < r.location || r.entity_id and ${effective('y', location)} limit 1 offset 0)`

export const locationOf = ({ definition_location }: Pick<TypeRow, 'definition_location'>) => `'${definition_location}'`

/** Of the rows called `r`: those of a type that count. */
export const ofType = (type: Pick<TypeRow, 'key' | 'definition_location'>): RawBuilder<SqlBool> =>
  sql<SqlBool>`r.type = ${type.key} and ${sql.raw(effective('r', locationOf(type)))}`

/** Of the rows called `r`: one of these pairs of a type, each looked up by the index that begins with all three. */
export const isOneOf = ({ key }: Pick<TypeRow, 'key'>, edges: readonly Edge[]) =>
  sql<SqlBool>`(${sql.join(
    edges.map(one => sql`(r.type = ${key} and r.source = ${one.source} and r.destination = ${one.destination})`),
    sql` or `,
  )})`

export const textOf = ({ source, destination }: Edge) => `${source}\n${destination}`

const declaredRows = (id: string, own: string, declared: readonly DeclaredRelationship[]): Row[] =>
  declared.flatMap(({ type, destinations, sources }) => {
    const row = { type: keyOf(type), entity_id: id, other_id: null }
    return [
      ...destinations.map((tag): Row => ({ ...row, source: own, destination: keyOf(tag), location: 'SOURCE' })),
      ...sources.map((tag): Row => ({ ...row, source: keyOf(tag), destination: own, location: 'DESTINATION' })),
    ]
  })

const deleteDeclared = compiled((db, { id }: { readonly id: string }) =>
  db.deleteFrom('relationships').where('entity_id', '=', id).where('location', '<>', 'API'),
)

const insertRows = compiledRows((db, rows: readonly Row[]) => db.insertInto('relationships').values(rows))

/** Replaces what a descriptor declares; what was overridden counts again. No entity is related to itself. */
export const keepDeclared = async (
  db: Db,
  { id, tag, isNew }: KeptEntity,
  declared: readonly DeclaredRelationship[],
): Promise<void> => {
  if (!isNew) await deleteDeclared(db, { id })
  const rows = declaredRows(id, keyOf(tag), declared).filter(({ source, destination }) => source !== destination)
  const once = new Map(rows.map(row => [`${row.type}\n${textOf(row)}`, row]))
  await inChunks([...once.values()], some => insertRows(db, some))
}

/** The entities whose declared relationships were overridden by calls. */
export const overriddenIn = async (db: Db, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .selectFrom('relationships')
    .select('entity_id')
    .distinct()
    .where('entity_id', 'in', ids)
    .where('location', '=', 'OVERRIDDEN')
    .execute()
  return rows.flatMap(({ entity_id }) => entity_id ?? [])
}

export type Pair = { readonly source: End; readonly destination: End }

export const edgeOf = ({ source, destination }: Pair): Edge => ({ source: source.key, destination: destination.key })

export const insertPairs = (db: Db, type: TypeRow, pairs: readonly Pair[]) =>
  inChunks(pairs, some =>
    db
      .insertInto('relationships')
      .values(
        some.map(pair => ({
          type: type.key,
          ...edgeOf(pair),
          location: 'API',
          entity_id: pair.source.id,
          other_id: pair.destination.id,
        })),
      )
      .onConflict(on => on.doNothing())
      .execute(),
  )

/** Takes away what the API says of pairs and, with `force`, until they are written again, what descriptors declare. */
export const removeEdges = (
  db: Db,
  type: TypeRow,
  { edges, force }: { readonly edges: readonly Edge[]; readonly force?: boolean | undefined },
) =>
  inChunks(edges, async some => {
    const these = isOneOf(type, some)
    await sql`delete from relationships as r where r.location = 'API' and ${these}`.execute(db)
    if (force)
      await sql`update relationships as r set location = 'OVERRIDDEN' where r.location in ('SOURCE', 'DESTINATION') and ${these}`.execute(
        db,
      )
  })

type Scope = { readonly side: Side; readonly key: string }

/** Pairs of a type that count, and whether the API says so; of one entity, or all of them. */
export const pairsThere = async (db: Db, type: TypeRow, scope?: Scope) => {
  const { rows } = await sql<Edge & { api: number | string }>`
    select r.source, r.destination, max(case when r.location = 'API' then 1 else 0 end) as api from relationships r
    where ${ofType(type)} ${scope ? sql`and ${sql.ref(`r.${scope.side}`)} = ${scope.key}` : sql``}
    group by r.source, r.destination`.execute(db)
  return rows.map(({ source, destination, api }) => ({ source, destination, hasApi: Number(api) === 1 }))
}
