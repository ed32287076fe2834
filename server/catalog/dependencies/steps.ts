/** Steps along dependencies. Each reads a limited number of rows, whatever the number of dependencies or endpoints. */
import { sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { keyOf } from './dependencies.ts'

export type Direction = 'OUTGOING' | 'INCOMING'

export type Found = { readonly id: string; readonly tag: string; readonly name: string; readonly type: string }

/** The neighbors that a step found for an entity. */
export type Neighbors = {
  readonly ids: readonly string[]
  /** Whether there are more than were counted. */
  readonly isCapped: boolean
}

/** A direction: the column to start from, the column to go to, and how the entity there is looked up. `|| ''` keeps other indexes from being used. */
const DIRECTIONS = {
  OUTGOING: { near: 'caller_id', far: 'callee', keyOf: ({ id }: Found) => id, lookUp: "lower(e.tag) = h.far || ''" },
  INCOMING: {
    near: 'callee',
    far: 'caller_id',
    keyOf: ({ tag }: Found) => keyOf(tag),
    lookUp: 'e.id = h.far',
  },
} as const

type Reached = Found & { readonly near: string; readonly n: number | string; readonly archived_at: number | null }

export type Step = {
  readonly found: ReadonlyMap<string, Found>
  /** By the identifier of each entity that the step starts from. */
  readonly neighbors: ReadonlyMap<string, Neighbors>
}

/**
 * What these entities depend on, or what depends on them, each once. It reads the index from one value to the next, because a pair can have
 * thousands of endpoints. `budget` is the total number of values to read.
 */
export const stepFrom = async (
  db: Db,
  from: readonly Found[],
  { direction, budget }: { readonly direction: Direction; readonly budget: number },
): Promise<Step> => {
  const { near, far, keyOf: keyFor, lookUp } = DIRECTIONS[direction]
  const each = Math.max(1, Math.floor(budget / Math.max(1, from.length)))
  const [nearColumn, farColumn] = [sql.ref(`d.${near}`), sql.ref(`d.${far}`)]
  const starts = sql.join(from.map(entity => sql`(${keyFor(entity)})`))
  const { rows } = await sql<Reached>`with recursive h (near, far, n) as (
      select w.column1, (select min(${farColumn}) from dependencies d where ${nearColumn} = w.column1), 1 from (values ${starts}) as w
      union all
      select h.near, (select min(${farColumn}) from dependencies d where ${nearColumn} = h.near and ${farColumn} > h.far), h.n + 1
        from h where h.far is not null and h.n < ${sql.lit(each)})
    select h.near, h.n, e.id, e.tag, e.name, e.type, e.archived_at from h ${sql.raw(lookUpOn(db)('entities e', lookUp))}`.execute(
    db,
  )
  return gathered(from, { rows, each, keyFor })
}

type Gathered = {
  readonly rows: readonly Reached[]
  readonly each: number
  readonly keyFor: (entity: Found) => string
}

const gathered = (from: readonly Found[], { rows, each, keyFor }: Gathered): Step => {
  const byNear = Map.groupBy(rows, row => row.near)
  const found = new Map<string, Found>()
  const neighbors = from.map(entity => {
    const reached = byNear.get(keyFor(entity)) ?? []
    const there = reached.filter(({ id, archived_at }) => archived_at === null && id !== entity.id)
    for (const { id, tag, name, type } of there) found.set(id, { id, tag, name, type })
    const isCapped = reached.some(({ n }) => Number(n) === each)
    return [entity.id, { ids: [...new Set(there.map(({ id }) => id))], isCapped }] as const
  })
  return { found, neighbors: new Map(neighbors) }
}

/** The most connections of an entity that are counted on each side. */
const MOST_CONNECTIONS = 50

/** The number of connections of these entities, up to a limit. The order makes each count use the right index. */
export const connectionsOf = async (db: Db, entities: readonly Found[]): Promise<Map<string, number>> => {
  if (entities.length === 0) return new Map()
  const most = sql.lit(MOST_CONNECTIONS)
  const values = sql.join(entities.map(({ id, tag }) => sql`(${id}, ${keyOf(tag)})`))
  const { rows } = await sql<{ id: string; total: number | string }>`with a (id, key) as (values ${values})
    select a.id,
      (select count(*) from (select 1 from dependencies d where d.caller_id = a.id order by d.callee limit ${most}) o)
      + (select count(*) from (select 1 from dependencies d where d.callee = a.key order by d.caller_id limit ${most}) i) as total
    from a`.execute(db)
  return new Map(rows.map(({ id, total }) => [id, Number(total)]))
}

/** The pairs of these entities with a dependency. Each pair is looked up, however many dependencies there are. */
export const pairsAmong = async (db: Db, entities: readonly Found[]) => {
  const values = sql.join(entities.map(({ id, tag }) => sql`(${id}, ${tag}, ${keyOf(tag)})`))
  const { rows } = await sql<{ callerTag: string; calleeTag: string }>`
    with a (id, tag, key) as (values ${values})
    select a.tag as "callerTag", b.tag as "calleeTag" from a cross join a as b
      where exists (select 1 from dependencies d where d.caller_id = a.id and d.callee = b.key limit 1 offset 0)`.execute(
    db,
  )
  return rows
}
