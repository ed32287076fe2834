/**
 * A join that looks rows up by an index for each row on its left, in the order in which it is written, however many rows the planner
 * expects: SQLite keeps the order of a `cross join`, and PostgreSQL plans what stands after `lateral` and before `offset 0` apart.
 */
import { SqliteAdapter } from 'kysely'
import type { Db } from './database.ts'

export const isSqlite = (db: Db) => db.getExecutor().adapter instanceof SqliteAdapter

/** SQL of a text as a JSON string. */
export type Quote = (text: string) => string

export const quoteOn = (db: Db): Quote => (isSqlite(db) ? text => `json_quote(${text})` : text => `to_json(${text})`)

/** SQL of the join: `lookUp('entities n', 'n.tag = up.parent_tag')`. */
export type LookUp = (tableAndName: string, condition: string) => string

const onSqlite: LookUp = (tableAndName, condition) => `cross join ${tableAndName} on ${condition}`

const onPostgres: LookUp = (tableAndName, condition) => {
  const [table, name] = tableAndName.split(' ')
  return `cross join lateral (select * from ${table} ${name} where ${condition} offset 0) ${name}`
}

export const lookUpOn = (db: Db): LookUp => (isSqlite(db) ? onSqlite : onPostgres)

/** A select that looks up rows by a text such as `up.parent_tag`: a column of a table in `from`, or of one further to the left. */
export type Branch = (from: string, text: string) => string

/** SQL that looks up rows for each row of `from` by any of these. A recursive query must refer to itself once on PostgreSQL, and in each branch on SQLite. */
export type Branches = (branches: readonly Branch[], from: string, text: string) => string

const branchesOnSqlite: Branches = (branches, from, text) => branches.map(branch => branch(from, text)).join(' union ')

const branchesOnPostgres: Branches = (branches, from, text) =>
  `select branch.* from ${from} cross join lateral (${branches.map(branch => branch('(select 1) as one', text)).join(' union all ')}) branch`

export const branchesOn = (db: Db): Branches => (isSqlite(db) ? branchesOnSqlite : branchesOnPostgres)
