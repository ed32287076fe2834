/** Puts gathered calls into the database, many rows a statement: a flush may hold ten thousand of them. */
import { hash } from 'node:crypto'
import type { Database, Db, Value } from '../../core/db/database.ts'
import { DAY, type Gathered, HOUR } from './activity.ts'

/** Gathered calls under the id of their row. */
export type Row = Gathered & { readonly id: string }

/** Rows of one statement; the rest of a chunk goes one by one. SQLite takes more at once no quicker. */
const SIZES = [4, 1]

type Rows = (rows: readonly (readonly Value[])[], transaction: Db) => Promise<void>

const placeholders = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, row) => {
    const names = Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`)
    return `(${names.join(', ')})`
  }).join(', ')

type Into = { readonly table: string; readonly columns: readonly string[]; readonly onConflict: string }

const rowsInto = (database: Database, { table, columns, onConflict }: Into): Rows => {
  const statements = SIZES.map(size => ({
    size,
    run: database.statement(
      `insert into ${table} (${columns.join(', ')}) values ${placeholders(size, columns.length)} on conflict ${onConflict}`,
    ),
  }))
  return async (rows, transaction) => {
    let at = 0
    while (at < rows.length) {
      const fitting = statements.find(({ size }) => size <= rows.length - at)
      if (!fitting) return
      await fitting.run(rows.slice(at, at + fitting.size).flat(), transaction)
      at += fitting.size
    }
  }
}

const USES = [
  'id',
  'cid',
  'day',
  'method',
  'route',
  'operation',
  'status',
  'reason',
  'address',
  'client',
  'last4',
  'count',
  'first_at',
  'last_at',
]

/** The id begins with the credential, so that the rows of one flush lie side by side. */
export const rowOf = (one: Gathered): Row => {
  const { cid, method, route, status, reason, address, client, last4 } = one
  const alike = `${dayOf(one)}|${status}|${method}|${route}|${address}|${client}|${reason}|${last4}`
  return { ...one, id: cid + hash('sha256', alike).slice(0, 24) }
}

const dayOf = ({ hour }: Gathered) => Math.floor((hour * HOUR) / DAY) * DAY

const useRow = (one: Row): Value[] => [
  one.id,
  one.cid,
  dayOf(one),
  one.method,
  one.route,
  one.operation,
  one.status,
  one.reason,
  one.address,
  one.client,
  one.last4,
  one.count,
  one.firstAt,
  one.lastAt,
]

/** A statement must not meet the same row twice: what is alike becomes one. */
const summed = (all: readonly Row[], keyOf: (one: Row) => string): Row[] => {
  const byKey = new Map<string, Row>()
  for (const one of all) {
    const key = keyOf(one)
    const known = byKey.get(key)
    if (!known) byKey.set(key, { ...one })
    else {
      known.count += one.count
      known.refused += one.refused
      known.lastAt = Math.max(known.lastAt, one.lastAt)
    }
  }
  return [...byKey.values()]
}

export const storeOf = (database: Database) => {
  const uses = rowsInto(database, {
    table: 'token_uses',
    columns: USES,
    onConflict: `(id) do update set count = token_uses.count + excluded.count,
      last_at = case when excluded.last_at > token_uses.last_at then excluded.last_at else token_uses.last_at end`,
  })
  const hours = rowsInto(database, {
    table: 'token_hours',
    columns: ['cid', 'hour', 'calls', 'refused'],
    onConflict: `(cid, hour) do update set calls = token_hours.calls + excluded.calls, refused = token_hours.refused + excluded.refused`,
  })
  return async (chunk: readonly Row[], transaction: Db) => {
    await uses(summed(chunk, ({ id }) => id).map(useRow), transaction)
    const byHour = summed(chunk, ({ cid, hour }) => `${cid}|${hour}`)
    await hours(
      byHour.map(({ cid, hour, count, refused }) => [cid, hour * HOUR, count, refused]),
      transaction,
    )
  }
}
