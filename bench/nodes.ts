/**
 * `npm run bench -- nodes`: the same load on one, two and four servers that share a PostgreSQL database. Where all of it runs on a few
 * cores, requests a second say little; what a request costs and how often transactions collide does.
 */
import { join } from 'node:path'
import pg from 'pg'
import { realPostgres } from '../server/testing/each-database.ts'
import { emptyPostgres, prepare } from './against.ts'
import { median } from './load.ts'
import { cpuOf, type Measured, startFrom } from './process.ts'
import type { Scenario } from './scenarios.ts'
import { drive } from './sockets.ts'

const COUNTS = [1, 2, 4] as const
const CONNECTIONS = 16
const TAGS = 200
const PORT = 4731

type Round = { readonly perSecond: number; readonly cpu: number; readonly collisions: number; readonly failed: number }

/** Transactions that PostgreSQL has rolled back so far: here those that collided with another. */
const rollbacksOf = (client: pg.Client, url: string) => async () => {
  const name = new URL(url).pathname.slice(1)
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query('select xact_rollback from pg_stat_database where datname = $1', [name])
  return Number(rows[0]?.xact_rollback ?? 0)
}

/** Each server its own bodies: the same text once more would write nothing. */
const partOf = (scenario: Scenario, at: number, of: number): Scenario => {
  const { body } = scenario
  return body ? { ...scenario, body: n => body(n * of + at) } : scenario
}

type Run = { readonly scenario: Scenario; readonly seconds: number; readonly rollbacks: () => Promise<number> }

const round = async (servers: readonly Measured[], { scenario, seconds, rollbacks }: Run): Promise<Round> => {
  const cpu = () => servers.reduce((sum, server) => sum + cpuOf(server), 0)
  const before = { cpu: cpu(), rollbacks: await rollbacks() }
  const all = await Promise.all(
    servers.map(({ url }, at) =>
      drive({ ...partOf(scenario, at, servers.length), url }, { connections: CONNECTIONS / servers.length, seconds }),
    ),
  )
  const answered = all.reduce((sum, hits) => sum + hits.answered, 0)
  return {
    perSecond: answered / seconds,
    cpu: ((cpu() - before.cpu) * 1000) / answered,
    collisions: ((await rollbacks()) - before.rollbacks) / answered,
    failed: all.reduce((sum, hits) => sum + hits.failed, 0),
  }
}

const manyTags = (scenario: Scenario): Scenario => ({
  ...scenario,
  name: `${scenario.name} of ${TAGS} tags`,
  body: n => scenario.body?.(n).replace('bench-write', `bench-write-${n % TAGS}`) ?? '',
})

const withTags = (scenarios: readonly Scenario[]) =>
  scenarios.flatMap(one => (one.name === 'entity write' ? [manyTags(one), one] : [one]))

const startAll = async (url: string, folder: string) => {
  const servers: Measured[] = []
  for (const at of Array.from({ length: Math.max(...COUNTS) }).keys())
    servers.push(
      await startFrom(join(import.meta.dirname, '..'), PORT + at, {
        PORTICO_DATABASE_URL: url,
        PORTICO_DATA: join(folder, String(at)),
        PORTICO_METRICS_PORT: '0',
      }),
    )
  return servers
}

const lineOf = (count: number, rounds: readonly Round[], alone: number) => {
  const of = (key: keyof Round) => median(rounds.map(one => one[key]))
  const failed = rounds.reduce((sum, one) => sum + one.failed, 0)
  return `${count} server${count === 1 ? '' : 's'} ${Math.round(of('perSecond'))} req/s (× ${(of('perSecond') / alone).toFixed(2)}), ${Math.round(of('cpu'))} µs CPU of node a request, ${(of('collisions') * 100).toFixed(1)} % collisions${failed ? `, ${failed} FAILED` : ''}`
}

const measure = async (
  servers: readonly Measured[],
  run: Run,
  { rounds, say }: { rounds: number; say: (line: string) => void },
) => {
  const all = new Map(COUNTS.map(count => [count, [] as Round[]]))
  await round(servers, run)
  for (let turn = 0; turn < rounds; turn++)
    for (const count of COUNTS) all.get(count)?.push(await round(servers.slice(0, count), run))
  const alone = median((all.get(1) ?? []).map(({ perSecond }) => perSecond))
  for (const [count, results] of all) say(`${run.scenario.name}: ${lineOf(count, results, alone)}`)
}

export const benchNodes = async (
  folder: string,
  { rounds, seconds }: { rounds: number; seconds: number },
  say: (line: string) => void,
) => {
  const postgres = await realPostgres()
  if (!postgres) return say('no PostgreSQL answers here')
  const { url, drop } = await emptyPostgres(postgres, 'nodes')
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  const servers = await startAll(url, folder)
  const last = servers.at(-1) // each start makes the links before it void
  try {
    const link = /https?:\S+\/set-up#\S+/.exec(last?.output() ?? '')?.[0]
    if (!last || !link) throw new Error('the server printed no set-up link')
    const rollbacks = rollbacksOf(client, url)
    for (const scenario of withTags(await prepare(last, link)))
      await measure(servers, { scenario, seconds, rollbacks }, { rounds, say })
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()))
    await client.end()
    await drop()
  }
}
