/** What an entity depends on and what depends on it, which may be many: as a function of a database alone, so that it runs on any thread. */
import { type RawBuilder, sql } from 'kysely'
import type { listDependencies } from '../../../contract/catalog/dependencies.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { findEntity } from '../entities/entities.ts'
import { type End, type Ends, keyOf, present, type Row } from './dependencies.ts'

type Query = QueryOf<typeof listDependencies>

/** A row with the entity at its far end. */
type Far = Row & { far_tag: string; far_type: string }

/** One way to look, in the order of an index. */
type Side = {
  readonly join: readonly [table: string, condition: string]
  readonly where: RawBuilder<unknown>
  readonly order: RawBuilder<unknown>
  readonly endsOf: (far: End) => Ends
}

/** The descriptor's row counts, where the API has the same one. `offset` keeps PostgreSQL from reading those of all descriptors first. */
const COUNTS = sql`(d.source = 'YAML' or not exists (select 1 from dependencies y where y.caller_id = d.caller_id
  and y.callee = d.callee and y.method = d.method and y.path = d.path and y.source = 'YAML' limit 1 offset 0))`

/** Clients that send both as false mean what they get without either. `|| ''` keeps other indexes from being used. */
const sidesOf = (entity: End & { id: string }, { includeOutgoing = true, includeIncoming = false }: Query): Side[] => {
  const outgoing: Side = {
    join: ['entities far', "lower(far.tag) = d.callee || ''"],
    where: sql`d.caller_id = ${entity.id}`,
    order: sql`d.callee, d.method, d.path`,
    endsOf: callee => ({ caller: entity, callee }),
  }
  const incoming: Side = {
    join: ['entities far', 'far.id = d.caller_id'],
    where: sql`d.callee = ${keyOf(entity.tag)}`,
    order: sql`d.caller_id, d.method, d.path`,
    endsOf: caller => ({ caller, callee: entity }),
  }
  return [...(includeOutgoing || !includeIncoming ? [outgoing] : []), ...(includeIncoming ? [incoming] : [])]
}

const fromOf = (db: Db, { join, where }: Side) =>
  sql`from dependencies d ${sql.raw(lookUpOn(db)(...join))} where ${where} and far.archived_at is null and ${COUNTS}`

const countOf = async (db: Db, side: Side): Promise<number> => {
  const { rows } = await sql<{ total: number | string }>`select count(*) as total ${fromOf(db, side)}`.execute(db)
  return Number(rows[0]?.total)
}

const rowsOf = async (db: Db, side: Side, { limit, offset }: { limit: number; offset: number }) => {
  const { rows } = await sql<Far>`select d.*, far.tag as far_tag, far.type as far_type ${fromOf(db, side)}
    order by ${side.order} limit ${limit} offset ${offset}`.execute(db)
  return rows.map(row => present(row, side.endsOf({ tag: row.far_tag, type: row.far_type })))
}

/** Outgoing ones first. @throws Problem 404 */
export const dependenciesOf = async (
  db: Db,
  tagOrId: string,
  query: Query,
): Promise<AnswerOf<typeof listDependencies>> => {
  const page = pageOf(query)
  const dependencies: AnswerOf<typeof listDependencies>['dependencies'] = []
  let [total, skipped] = [0, page.page * page.pageSize]
  for (const side of sidesOf(await findEntity(db, tagOrId), query)) {
    const count = await countOf(db, side)
    const limit = page.pageSize - dependencies.length
    if (limit > 0 && skipped < count) dependencies.push(...(await rowsOf(db, side, { limit, offset: skipped })))
    total += count
    skipped = Math.max(0, skipped - count)
  }
  return { dependencies, ...pageFields(page, total) }
}
