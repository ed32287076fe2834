/**
 * `npm run bench -- rows`: what lists, counts, searches and previews cost at 100,000 rows of everything, on both engines, without
 * and with statistics; `-- rows users sqlite` measures what is named so, on that engine. CPU of the main thread is what delays everybody else; the total is what the asker waits for.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pino from 'pino'
import { type App, buildApp } from '../server/app.ts'
import { outdateTags } from '../server/catalog/entities/entity-tag.ts'
import { readConfig } from '../server/config.ts'
import type { Database } from '../server/core/db/database.ts'
import type { Place } from '../server/core/db/open.ts'
import { openPostgres } from '../server/core/db/postgres.ts'
import { poolAt } from '../server/core/db/postgres-pool.ts'
import { indexTexts } from '../server/core/db/search.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { readsOnThreads } from '../server/core/reads/reads.ts'
import { longReadsOf } from '../server/core/slices/derived.ts'
import { warnOfExpiries } from '../server/outbound/warnings/expiring.ts'
import { SLICES } from '../server/slices.ts'
import { freshPostgres, realPostgres } from '../server/testing/each-database.ts'
import { LONG_READS, type LongRead } from '../server/testing/long-reads.ts'
import { type Entry, seedRows } from '../server/testing/many-rows.ts'
import { NOW } from '../server/testing/rows/values.ts'
import { median } from './load.ts'

const ROWS = 100_000
const ROUNDS = 3
const SLOW_MS = 1000
/** Filling takes its time. */
const LONGEST_MS = 600_000

type Cost = { readonly main: number; readonly total: number; readonly statements: number; readonly status: number }

const cpu = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** As after a change of the catalog: nothing is answered from what was remembered. */
const measured = async (database: Database, work: () => Promise<number>): Promise<Cost> => {
  await database.transaction(db => outdateTags(db, 1))
  const [sent, start, before] = [database.statements(), performance.now(), cpu()]
  const status = await work()
  return { main: cpu() - before, total: performance.now() - start, statements: database.statements() - sent, status }
}

const typical = async (database: Database, work: () => Promise<number>): Promise<Cost> => {
  const first = await measured(database, work)
  if (first.total > SLOW_MS) return first
  const costs: Cost[] = []
  for (let round = 0; round < ROUNDS; round++) costs.push(await measured(database, work))
  return {
    ...first,
    main: median(costs.map(({ main }) => main)),
    total: median(costs.map(({ total }) => total)),
    statements: median(costs.map(({ statements }) => statements)),
  }
}

const asking =
  (app: App, { cookie }: Entry, { url, body }: LongRead) =>
  async () => {
    const answer = await app.http.inject({
      url,
      headers: { cookie: `portico_session=${cookie}`, 'sec-fetch-site': 'same-origin' },
      ...(body ? { method: 'POST', payload: body } : {}),
    })
    return answer.statusCode
  }

/** Warnings of tokens that end within the span of one threshold, administrators included. */
const warning = async (database: Database) => {
  await database.transaction(async db => {
    await db.deleteFrom('expiry_warnings').execute()
    await db.deleteFrom('settings').where('key', 'like', 'expiry_warnings%').execute()
    const settings = [
      { key: 'expiry_warnings', value: '3' },
      { key: 'expiry_warnings_admins', value: 'on' },
    ]
    await db.insertInto('settings').values(settings).execute()
  })
  return measured(database, async () => warnOfExpiries(database, NOW).then(() => 200))
}

const line = ({ main, total, statements, status }: Cost) =>
  `${main.toFixed(1).padStart(9)} ms main ${total.toFixed(1).padStart(9)} ms total ${String(statements).padStart(6)} statements${status < 300 ? '' : ` (answered ${status})`}`

export type Engine = {
  readonly name: string
  readonly database: Database
  readonly place: Place
  readonly isPostgres: boolean
  readonly close: () => Promise<void>
}

export const sqlite = async (): Promise<Engine> => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-rows-'))
  const file = join(folder, 'portico.db')
  const database = openSqlite(file)
  const close = async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'SQLite', database, place: { file }, isPostgres: false, close }
}

export const postgres = async (): Promise<Engine | undefined> => {
  const server = await realPostgres()
  if (!server) return undefined
  const { url, drop } = await freshPostgres(server)
  const database = openPostgres(poolAt(url, { longestWaitMs: LONGEST_MS }), { longestWaitMs: LONGEST_MS })
  return { name: 'PostgreSQL', database, place: { url }, isPostgres: true, close: () => database.close().then(drop) }
}

export const analyze = (database: Database, isPostgres: boolean) =>
  isPostgres
    ? sql.raw('vacuum analyze').execute(database.db)
    : database.transaction(db => sql.raw('analyze').execute(db))

const benchEngine = async (
  { name, database, place, isPostgres }: Engine,
  only: string,
  say: (line: string) => void,
) => {
  await database.migrate()
  const entry = await seedRows(database, { rows: ROWS, isPostgres })
  await indexTexts(database, 2 * ROWS)
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  for (const statistics of ['without', 'with']) {
    if (statistics === 'with') await analyze(database, isPostgres)
    const longReads = readsOnThreads(place, database.db, longReadsOf(SLICES))
    const app = await buildApp({ database, config, clock: () => NOW, log: pino({ level: 'silent' }), longReads })
    say(`\n${name}, ${statistics} statistics`)
    for (const asked of LONG_READS.filter(one => new RegExp(only).test(one.name)))
      say(`${asked.name.padEnd(48)} ${line(await typical(database, asking(app, entry, asked)))}`)
    if (new RegExp(only).test('warnings')) say(`${'warnings'.padEnd(48)} ${line(await warning(database))}`)
    await app.http.close()
  }
}

export const benchRows = async (say: (line: string) => void, only = '', engines = 'sqlite postgres') => {
  for (const open of [sqlite, postgres].filter(({ name }) => engines.includes(name))) {
    const engine = await open()
    if (!engine) say('\nno PostgreSQL answers: left out')
    else await benchEngine(engine, only, say).finally(engine.close)
  }
}
