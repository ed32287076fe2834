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
import { readConfig } from '../server/config.ts'
import type { Database } from '../server/db/database.ts'
import { openPostgres } from '../server/db/postgres.ts'
import { poolAt } from '../server/db/postgres-pool.ts'
import { indexTexts } from '../server/db/search.ts'
import { openSqlite } from '../server/db/sqlite.ts'
import { warnOfExpiries } from '../server/notices/expiring.ts'
import { freshPostgres, realPostgres } from '../server/testing/each-database.ts'
import { median } from './load.ts'
import { type Entry, idOf, NOW, seedRows } from './seed-rows.ts'

const ROWS = 100_000
const ROUNDS = 3
const SLOW_MS = 1000
/** Filling takes its time. */
const LONGEST_MS = 600_000

type Asked = { readonly name: string; readonly url: string; readonly body?: object }

const catalog = '/api/v1/catalog'
const tokens = '/api/v1/personal-tokens'
const audit = '/api/v1/audit-logs'

export const ASKED: readonly Asked[] = [
  { name: 'entity read', url: `${catalog}/service-60000` },
  { name: 'family of 50,000', url: `${catalog}/domain-50` },
  { name: 'catalog, first page', url: `${catalog}?hierarchyDepth=0` },
  {
    name: 'catalog, first page with hierarchy and owners',
    url: `${catalog}?pageSize=50&includeOwners=true&types=library`,
  },
  { name: 'catalog, last page', url: `${catalog}?hierarchyDepth=0&page=390` },
  { name: 'catalog by type', url: `${catalog}?hierarchyDepth=0&types=library` },
  { name: 'catalog by group', url: `${catalog}?hierarchyDepth=0&groups=squad-7` },
  { name: 'catalog by a group of a quarter', url: `${catalog}?hierarchyDepth=0&groups=tier-1` },
  { name: 'catalog by owner', url: `${catalog}?hierarchyDepth=0&owners=team-7` },
  { name: 'catalog by repository', url: `${catalog}?hierarchyDepth=0&gitRepositories=example/service-777` },
  { name: 'catalog with archived ones', url: `${catalog}?hierarchyDepth=0&includeArchived=true` },
  { name: 'catalog filters', url: '/api/v1/catalog-filters' },
  { name: 'search, one match', url: `${catalog}?hierarchyDepth=0&query=service-77777` },
  { name: 'search, ten matches, two words', url: `${catalog}?hierarchyDepth=0&query=runbook%204444` },
  { name: 'search, no match', url: `${catalog}?hierarchyDepth=0&query=zebra` },
  { name: 'search, two letters', url: `${catalog}?hierarchyDepth=0&query=zq` },
  { name: 'search, everything matches', url: `${catalog}?hierarchyDepth=0&query=service` },
  { name: 'Scorecards, first page', url: '/api/v1/scorecards' },
  { name: 'Scorecards, search', url: '/api/v1/scorecards?query=card-77777' },
  { name: 'my tokens', url: '/api/v1/auth/token' },
  { name: 'my tokens, all states', url: '/api/v1/auth/token?state=all' },
  { name: "everybody's tokens", url: `${tokens}?pageSize=50` },
  { name: "everybody's tokens, last page", url: `${tokens}?pageSize=50&page=1600` },
  { name: "everybody's tokens, ended", url: `${tokens}?pageSize=50&state=ended` },
  { name: "everybody's tokens, search", url: `${tokens}?pageSize=50&query=nightly-sync-77777` },
  { name: "everybody's tokens, of one owner", url: `${tokens}?pageSize=50&owner=person-777@example.com` },
  { name: "everybody's tokens, expiring soon", url: `${tokens}?pageSize=50&expiresBefore=2027-02-01T00:00:00Z` },
  { name: "everybody's tokens, never used", url: `${tokens}?pageSize=50&neverUsed=true` },
  { name: "everybody's tokens, unused since", url: `${tokens}?pageSize=50&unusedSince=2026-12-01T00:00:00Z` },
  { name: "everybody's tokens, read-only", url: `${tokens}?pageSize=50&readOnly=true` },
  { name: "everybody's tokens as CSV", url: `${tokens}/csv` },
  { name: 'policy preview, longest days', url: `${tokens}/policy/preview`, body: { longestDays: 90 } },
  { name: 'policy preview, idle and number', url: `${tokens}/policy/preview`, body: { idleDays: 30, mostTokens: 5 } },
  { name: 'what I may', url: '/api/v1/auth/token/policy' },
  { name: 'API keys, first page', url: '/api/v1/auth/key' },
  { name: 'API keys, last page', url: '/api/v1/auth/key?page=350' },
  { name: 'audit log, first page', url: audit },
  { name: 'audit log, last page', url: `${audit}?page=399` },
  { name: 'audit log by rare action', url: `${audit}?outcomes=REFUSED` },
  { name: 'audit log by object type', url: `${audit}?objectTypes=API_KEY` },
  { name: 'audit log by object', url: `${audit}?objectIdentifiers=service-77` },
  { name: 'audit log by person', url: `${audit}?actorEmails=person-77@example.com` },
  { name: 'audit log by token', url: `${audit}?actorApiKeyIdentifiers=${idOf('pt', 77)}` },
  { name: 'audit log by address', url: `${audit}?actorIpAddresses=10.0.7.1` },
  { name: 'audit log, nothing found', url: `${audit}?actorIpAddresses=10.9.9.9` },
  { name: 'audit log of a span', url: `${audit}?startTime=2027-01-15T00:00:00Z` },
  { name: 'audit log as CSV', url: '/api/v1/audit-logs/csv' },
  { name: 'users, first page', url: '/api/v1/users' },
  { name: 'users, last page', url: '/api/v1/users?page=399' },
  { name: 'users, search', url: '/api/v1/users?query=person-77777' },
  { name: 'users, invited', url: '/api/v1/users?state=INVITED' },
  { name: 'users, deactivated', url: '/api/v1/users?state=DEACTIVATED' },
  { name: 'users with abilities', url: '/api/v1/users?abilities=true&pageSize=50' },
  { name: 'roles', url: '/api/v1/roles' },
  { name: 'notices', url: '/api/v1/notices' },
  { name: 'webhooks', url: '/api/v1/webhooks' },
  { name: 'deliveries of a webhook', url: `/api/v1/webhooks/${idOf('wh', 0)}/deliveries` },
  { name: 'activity of a token', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity` },
  { name: 'activity, refused', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity?outcome=refused` },
  { name: 'activity by the hour', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity/hours` },
  { name: 'activity by place', url: `/api/v1/auth/token/${idOf('pt', 0)}/activity/places` },
  { name: 'my sessions', url: '/api/v1/auth/sessions' },
]

type Cost = { readonly main: number; readonly total: number; readonly statements: number; readonly status: number }

const cpu = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const measured = async (database: Database, work: () => Promise<number>): Promise<Cost> => {
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
  (app: App, { cookie }: Entry, { url, body }: Asked) =>
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

type Engine = {
  readonly name: string
  readonly database: Database
  readonly isPostgres: boolean
  readonly close: () => Promise<void>
}

const sqlite = async (): Promise<Engine> => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-rows-'))
  const database = openSqlite(join(folder, 'portico.db'))
  const close = async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'SQLite', database, isPostgres: false, close }
}

const postgres = async (): Promise<Engine | undefined> => {
  const server = await realPostgres()
  if (!server) return undefined
  const { url, drop } = await freshPostgres(server)
  const database = openPostgres(poolAt(url, { longestWaitMs: LONGEST_MS }))
  return { name: 'PostgreSQL', database, isPostgres: true, close: () => database.close().then(drop) }
}

const analyze = (database: Database, isPostgres: boolean) =>
  isPostgres
    ? sql.raw('vacuum analyze').execute(database.db)
    : database.transaction(db => sql.raw('analyze').execute(db))

const benchEngine = async ({ name, database, isPostgres }: Engine, only: string, say: (line: string) => void) => {
  await database.migrate()
  const entry = await seedRows(database, { rows: ROWS, isPostgres })
  await indexTexts(database, 2 * ROWS)
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  for (const statistics of ['without', 'with']) {
    if (statistics === 'with') await analyze(database, isPostgres)
    const app = await buildApp({ database, config, clock: () => NOW, log: pino({ level: 'silent' }) })
    say(`\n${name}, ${statistics} statistics`)
    for (const asked of ASKED.filter(one => new RegExp(only).test(one.name)))
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
