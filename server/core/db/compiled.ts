/**
 * Statements that are built once and then run with other values, because building one takes longer than most of them run. For what
 * comes with many requests; elsewhere the query builder is used as it is.
 */
import { type Compilable, CompiledQuery } from 'kysely'
import type { Db } from './database.ts'
import { isSqlite } from './look-up.ts'

/** Columns, or whatever else a statement is given by name. */
type Values = Readonly<Record<string, unknown>>

type Built = { readonly sql: string; readonly valuesOf: (rows: readonly Values[]) => unknown[] }

/** Of more rows at once each number of them would be kept, though building costs little beside writing them. */
const MOST_ROWS = 8

const namesIn = (row: Values) => Object.keys(row).filter(name => row[name] !== undefined)

const shapeOf = (db: Db, rows: readonly Values[]) =>
  [isSqlite(db) ? 'sqlite' : 'postgres', ...rows.map(row => namesIn(row).join())].join('|')

type Place = { readonly at: number; readonly name: string }

/** Builds with a symbol in the place of each value, for a symbol fails wherever something is worked out from it. */
const buildWith = <Row extends Values>(rows: readonly Row[], build: (rows: readonly Row[]) => Compilable): Built => {
  const places = new Map<unknown, Place>()
  const symbols = rows.map((row, at) =>
    Object.fromEntries(
      namesIn(row).map(name => {
        const symbol = Symbol(name)
        places.set(symbol, { at, name })
        return [name, symbol]
      }),
    ),
  )
  const { sql, parameters } = build(symbols as unknown as Row[]).compile()
  const filled = parameters.map(parameter => ({ parameter, place: places.get(parameter) }))
  return {
    sql,
    valuesOf: given => filled.map(({ parameter, place }) => (place ? given[place.at]?.[place.name] : parameter)),
  }
}

/**
 * A statement about some rows, such as their insertion. `build` is called once for each number of rows and the columns that they have;
 * it may put values into the statement, and not look at them.
 */
export const compiledRows = <Row extends Values, Result>(
  build: (db: Db, rows: readonly Row[]) => Compilable<Result>,
) => {
  const known = new Map<string, Built>()
  const builtFor = (db: Db, rows: readonly Row[]): Built => {
    const shape = shapeOf(db, rows)
    const built = known.get(shape) ?? buildWith(rows, symbols => build(db, symbols))
    known.set(shape, built)
    return built
  }
  return async (db: Db, rows: readonly Row[]): Promise<Result[]> => {
    if (rows.length > MOST_ROWS) return (await db.executeQuery(build(db, rows))).rows
    const { sql, valuesOf } = builtFor(db, rows)
    return (await db.executeQuery<Result>(CompiledQuery.raw(sql, valuesOf(rows)))).rows
  }
}

/** A statement with some values, which it is given by name. `build` is called once, and puts them into the statement. */
export const compiled = <V extends Values, Result>(build: (db: Db, values: V) => Compilable<Result>) => {
  const run = compiledRows<V, Result>((db, [values]) => {
    if (!values) throw new Error('a statement is built with its values')
    return build(db, values)
  })
  return (db: Db, values: V) => run(db, [values])
}
