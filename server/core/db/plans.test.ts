/**
 * No read may depend on statistics, nor look at a whole table: at 100,000 rows that takes the time of everybody else. Each statement
 * of each long read is explained, on a database without statistics.
 */
import assert from 'node:assert/strict'
import { StatementSync } from 'node:sqlite'
import { before, suite, test } from 'node:test'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import { warnOfExpiries } from '../../outbound/warnings/expiring.ts'
import { type Engine, engines, sharedDatabase } from '../../testing/each-database.ts'
import { LONG_READS, type LongRead } from '../../testing/long-reads.ts'
import { seedRows } from '../../testing/many-rows.ts'
import { NOW } from '../../testing/rows/values.ts'
import { createWorld } from '../../testing/world.ts'
import type { Database } from './database.ts'
import { indexTexts } from './search.ts'

const ROWS = 3000
const STATEMENTS = 6

const LARGE =
  'users role_grants sessions notices credentials secrets entities entity_groups entity_owners entity_edges entity_members entity_team_groups entity_texts entity_sources dependencies relationships scorecards scorecard_texts deploys custom_events metric_points descriptor_bases descriptor_versions audit_logs token_uses token_hours token_places webhook_deliveries jobs credential_order credential_uses secret_uses session_uses expiry_warnings'.split(
    ' ',
  )

/** Reads that no index can help: words of two letters have no trigram, and part of a name may be anywhere in it. */
const LOOKED_THROUGH: Readonly<Record<string, string>> = {
  'search, two letters': 'entity_texts',
  "everybody's tokens, search": 'users',
}

type Sent = { readonly sql: string; readonly values: readonly unknown[] }

/** Only while someone listens: other tests of this process send statements too. */
let sent: Sent[] | undefined

const isQuery = (asked: unknown): asked is { text: string; values?: unknown[] } =>
  typeof asked === 'object' && asked !== null && 'text' in asked && typeof asked.text === 'string'

/** Listens to every statement that this process sends to either engine. */
const listen = () => {
  for (const method of ['all', 'run'] as const) {
    const original = StatementSync.prototype[method]
    StatementSync.prototype[method] = function (this: StatementSync, ...values: never[]) {
      sent?.push({ sql: this.sourceSQL, values })
      return Reflect.apply(original, this, values)
    }
  }
  const query = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...args: never[]) {
    const asked: unknown = args[0]
    if (isQuery(asked)) sent?.push({ sql: asked.text, values: asked.values ?? [] })
    return Reflect.apply(query, this, args)
  }
}
listen()

const sentBy = async (work: () => Promise<unknown>): Promise<Sent[]> => {
  const mine: Sent[] = []
  sent = mine
  await work()
  sent = undefined
  return mine
}

/** The large tables that go by this name in a statement. */
const tablesCalled = (name: string, sql: string) =>
  LARGE.filter(table => table === name || new RegExp(`\\b${table}"? (?:as )?"?${name}\\b`, 'i').test(sql))

const linesOf = async ({ db }: Database, how: string, { sql, values }: Sent): Promise<string[]> => {
  const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`${how} ${sql}`, [...values]))
  return rows.map(row => String(row.detail ?? row['QUERY PLAN']))
}

/** Large tables that a statement reads as a whole, other than by an index that holds all that it asks for. */
const readWhole = async (database: Database, isSqlite: boolean, statement: Sent): Promise<string[]> => {
  const lines = await linesOf(database, isSqlite ? 'explain query plan' : 'explain', statement)
  return lines.flatMap(line => {
    const scanned = isSqlite
      ? /^SCAN (\w+)(?! USING COVERING INDEX| USING INDEX \w+_waiting)(?:$| )/.exec(line)
      : /\bSeq Scan on (\w+)/.exec(line)
    const byItself = isSqlite && /AUTOMATIC/.test(line) ? [line] : []
    return [...(scanned ? tablesCalled(scanned[1] ?? '', statement.sql) : []), ...byItself]
  })
}

const isExplained = ({ sql }: Sent) => /^\s*(select|with|\()/i.test(sql)

const testsOn = (engine: Engine) => {
  const open = sharedDatabase(engine)
  const isSqlite = engine.name === 'SQLite'
  let ask: (read: LongRead) => Promise<unknown>
  let database: Database

  before(async () => {
    database = (await open()).database
    const as = await seedRows(database, { rows: ROWS, isPostgres: !isSqlite })
    await indexTexts(database, 2 * ROWS)
    const { request } = await createWorld(database)
    ask = async ({ url, body }) => {
      const answer = await request({ url, as: { cookie: as.cookie }, ...(body ? { method: 'POST', body } : {}) })
      assert.equal(answer.status, 200, answer.text)
    }
  })

  for (const read of LONG_READS)
    test(read.name, async () => {
      const statements = (await sentBy(() => ask(read))).filter(isExplained)
      const most = read.statements?.(ROWS) ?? STATEMENTS
      assert.ok(statements.length <= most, `${statements.length} statements instead of ${most}`)
      for (const statement of statements)
        for (const table of await readWhole(database, isSqlite, statement))
          assert.equal(table, LOOKED_THROUGH[read.name], `${table} is read as a whole by ${statement.sql}`)
    })

  test('warnings of 100 tokens to as many owners and 31 administrators take a few statements', async () => {
    await database.transaction(async db => {
      await db.insertInto('settings').values({ key: 'expiry_warnings_admins', value: 'on' }).execute()
      await db.insertInto('settings').values({ key: 'expiry_warnings', value: '100' }).execute()
    })
    const statements = await sentBy(() => warnOfExpiries(database, NOW))
    const { total } = await database.db
      .selectFrom('expiry_warnings')
      .select(eb => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    assert.ok(Number(total) >= 250, `${total} warnings`)
    assert.ok(statements.length < Number(total) / 2, `${statements.length} statements for ${total} warnings`)
  })
}

for (const engine of engines) suite(`plans without statistics (${engine.name})`, () => testsOn(engine))
