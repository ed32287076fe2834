/**
 * `npm run bench -- deploys`: what pages and reports cost beside a million deploys, on many entities and on few, in ratios to a database
 * with those of two entities alone; `-- deploys 100000 sqlite` with fewer, on that engine. Calls take turns among the databases.
 */
import { sql } from 'kysely'
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import type { Database } from '../server/core/db/database.ts'
import { readsOnThreads } from '../server/core/reads/reads.ts'
import { longReadsOf } from '../server/core/slices/derived.ts'
import { SLICES } from '../server/slices.ts'
import { seedRows } from '../server/testing/many-rows.ts'
import { NOW } from '../server/testing/rows/values.ts'
import { analyze, type Engine, postgres, sqlite } from './rows.ts'

const ENTITIES = 10_000
const MILLION = 1_000_000
const ROUNDS = 100
/** A hundredth of all entities has a hundred each, or every one; four hundred have 2,500. */
const [FEW, MANY] = [100, 2500]
const [OF_FEW, OF_MANY] = [200, 300]

const catalog = '/api/v1/catalog'
const pages = {
  'entity read': `${catalog}/service-200`,
  'catalog, first page': `${catalog}?pageSize=50`,
  'deploys of an entity with 100': `${catalog}/service-200/deploys?pageSize=50`,
  'deploys of an entity with 2,500': `${catalog}/service-300/deploys?pageSize=50`,
  'activity of an entity with 100': `${catalog}/service-200/activity?pageSize=50`,
  'activity of an entity with 2,500': `${catalog}/service-300/activity?pageSize=50`,
} as const

/** `entity` is SQL of the number of the entity of deploy `i`. */
const addDeploys = (database: Database, many: number, entity: string, offset: number) =>
  database.transaction(async db => {
    const values = `select '00000000-0000-7000-8000-' || (${offset} + 100000000000 + i), 'en' || (1000000000000000 + ${entity}), ${NOW} - i * 1000,
      case when i % 20 = 0 then 'ROLLBACK' else 'DEPLOY' end, 'What was deployed, number ' || i, 'sha-' || i, 'production', ${NOW} - i * 1000`
    await sql
      .raw(
        `insert into deploys (uuid, entity_id, at, type, title, sha, environment, reported_at)
          with recursive n (i) as (select cast(0 as bigint) union all select i + 1 from n where i < ${many - 1}) ${values} from n`,
      )
      .execute(db)
  })

const fill = async (database: Database, shape: string, total: number) => {
  if (shape === 'few') {
    await addDeploys(database, FEW, `${OF_FEW}`, 0)
    await addDeploys(database, MANY, `${OF_MANY}`, MILLION)
  } else await addDeploys(database, total, shape === 'wide' ? `i % ${total / FEW}` : `100 + i % ${total / MANY}`, 0)
}

type Ready = {
  readonly shape: string
  readonly call: (url: string, body?: object) => Promise<number>
  readonly engine: Engine
}

/** Of all threads, in milliseconds. */
const cpu = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Most calls that take longer waited for others on the machine. */
export const tenth = (costs: readonly number[]) => costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 10)] ?? 0

const ready = async (shape: string, engine: Engine, total: number, statistics: boolean) => {
  const { database, place, isPostgres } = engine
  await database.migrate()
  const { cookie } = await seedRows(database, { rows: ENTITIES, isPostgres })
  await database.transaction(db => db.deleteFrom('deploys').execute())
  await fill(database, shape, total)
  // as autovacuum does after so many inserts: counting along an index looks at every row until then
  if (isPostgres) await sql.raw('vacuum deploys').execute(database.db)
  if (statistics) await analyze(database, isPostgres)
  const longReads = readsOnThreads(place, database.db, longReadsOf(SLICES))
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  const app = await buildApp({ database, config, clock: () => NOW, log: pino({ level: 'silent' }), longReads })
  const call = async (url: string, body?: object) => {
    const headers = { cookie: `portico_session=${cookie}`, 'sec-fetch-site': 'same-origin' }
    const [start, before] = [performance.now(), cpu()]
    const { statusCode, payload } = await app.http.inject({
      url,
      headers,
      ...(body && { method: 'POST', payload: body }),
    })
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${payload}`)
    return engine.isPostgres ? performance.now() - start : cpu() - before // PostgreSQL works in other processes
  }
  return { shape, call, engine } satisfies Ready
}

const compare = async (all: readonly Ready[], act: (one: Ready) => Promise<number>) => {
  const costs = new Map(all.map(one => [one.shape, [] as number[]]))
  for (let round = 0; round < ROUNDS; round++) for (const one of all) costs.get(one.shape)?.push(await act(one))
  return all.map(({ shape }) => ({ shape, cost: tenth(costs.get(shape) ?? []) }))
}

const line = (name: string, costs: readonly { shape: string; cost: number }[]) => {
  const base = costs[0]?.cost ?? 1
  return `${name.padEnd(36)}${costs.map(({ shape, cost }) => `${shape} ${cost.toFixed(2)} ms (${(cost / base).toFixed(2)})`.padStart(24)).join('')}`
}

export const benchDeploys = async (say: (line: string) => void, total = `${MILLION}`, engines = 'sqlite postgres') => {
  const deploy = { title: 'v1', type: 'DEPLOY', timestamp: '2027-01-15', sha: 'c0ffee', environment: 'production' }
  for (const open of [sqlite, postgres].filter(({ name }) => engines.includes(name)))
    for (const statistics of [false, true]) {
      const all: Ready[] = []
      for (const shape of ['few', 'wide', 'deep']) {
        const engine = await open()
        if (!engine) return say('no PostgreSQL answers: left out')
        all.push(await ready(shape, engine, Number(total), statistics))
      }
      say(
        `\n${all[0]?.engine.name}, ${total} deploys, ${statistics ? 'with' : 'without'} statistics: CPU on SQLite and time on PostgreSQL, lowest tenth, and ratio to few`,
      )
      for (const [name, url] of Object.entries(pages)) say(line(name, await compare(all, ({ call }) => call(url))))
      for (const tag of [`service-${OF_FEW}`, `service-${OF_MANY}`])
        say(
          line(
            `report of a deploy of ${tag}`,
            await compare(all, ({ call }) => call(`${catalog}/${tag}/deploys`, deploy)),
          ),
        )
      for (const { engine } of all) await engine.close()
    }
}
