/**
 * `npm run bench -- against FOLDER`: this checkout and another one, side by side in turns, on both engines. The machine's mood is the
 * same for both, so the ratio counts and not the figures.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { realPostgres } from '../server/testing/each-database.ts'
import { median, type Result, round } from './load.ts'
import { type Measured, startFrom } from './process.ts'
import { type Scenario, scenariosOf } from './scenarios.ts'

const ENTITIES = 200
const PASSWORD = 'violet tractor nine lamps'
const BROWSER = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }

const descriptorOf = (index: number) => `openapi: 3.0.1
info:
  title: Service number ${index}
  x-cortex-tag: service-${index}
  x-cortex-type: service
  x-cortex-owners:
    - type: email
      email: owner-${index}@example.com
`

const post = async (url: string, body: string, headers: Record<string, string>) => {
  const response = await fetch(url, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response
}

/** Makes the first admin, a token and some entities, by what any version of the API has. */
export const prepare = async ({ url }: Measured, setUpLink: string): Promise<Scenario[]> => {
  const admin = { secret: setUpLink.split('#')[1], name: 'Ada', email: 'ada@example.com', password: PASSWORD }
  const signedIn = await post(`${url}/api/v1/auth/set-up`, JSON.stringify(admin), BROWSER)
  const cookie = /portico_session=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '')?.[1] ?? ''
  const session = { ...BROWSER, cookie: `portico_session=${cookie}` }
  const made = await (await post(`${url}/api/v1/auth/token`, JSON.stringify({ name: 'bench' }), session)).json()
  const secret = String(made.token)
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/openapi;charset=UTF-8' }
  for (let index = 0; index < ENTITIES; index++) await post(`${url}/api/v1/open-api`, descriptorOf(index), headers)
  const seeded = { secret, plainTag: 'service-7', familyTag: 'service-8' }
  const wanted = ['authenticated entity read', 'entity write', 'token creation']
  return scenariosOf(seeded, cookie).filter(({ name }) => wanted.includes(name))
}

/** Each version migrates a database of its own. */
export const emptyPostgres = async (server: string, whose: string) => {
  const name = `portico_bench_${whose}_${process.pid}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) }
}

type Side = { readonly server: Measured; readonly scenarios: readonly Scenario[] }

const side = async (root: string, port: number, env: Record<string, string>): Promise<Side> => {
  const server = await startFrom(root, port, { PORTICO_METRICS_PORT: '0', ...env })
  const link = /https?:\S+\/set-up#\S+/.exec(server.output())?.[0]
  if (!link) throw new Error('the server printed no set-up link')
  return { server, scenarios: await prepare(server, link) }
}

const compare = async (
  [ours, theirs]: readonly [Side, Side],
  { rounds, seconds }: { rounds: number; seconds: number },
) => {
  const lines: string[] = []
  for (const [index, scenario] of ours.scenarios.entries()) {
    const other = theirs.scenarios[index]
    if (!other) continue
    const [mine, its]: [Result[], Result[]] = [[], []]
    await round(ours.server, scenario, 1)
    await round(theirs.server, other, 1)
    for (let turn = 0; turn < rounds; turn++) {
      // who goes first changes: the second of two may find a warmer machine, or a tired one
      const order = turn % 2 === 0 ? [0, 1] : [1, 0]
      for (const who of order)
        if (who === 0) mine.push(await round(ours.server, scenario, seconds))
        else its.push(await round(theirs.server, other, seconds))
    }
    const rate = median(mine.map((one, turn) => one.perSecond / (its[turn]?.perSecond ?? 1)))
    const cpu = median(mine.map((one, turn) => one.cpuMicros / (its[turn]?.cpuMicros ?? 1)))
    const failedOf = (all: readonly Result[]) => all.reduce((sum, one) => sum + one.failed, 0)
    const failed = [failedOf(mine), failedOf(its)]
    const say = (all: readonly Result[]) =>
      `${Math.round(median(all.map(one => one.perSecond)))} req/s at ${Math.round(median(all.map(one => one.cpuMicros)))} µs CPU`
    lines.push(
      `${scenario.name}: × ${rate.toFixed(3)} in requests a second, × ${cpu.toFixed(3)} in CPU (${say(mine)}; there ${say(its)})${failed.some(Boolean) ? `; FAILED: ${failed[0]}, there ${failed[1]}` : ''}`,
    )
  }
  return lines
}

export const benchAgainst = async (
  folder: string,
  runs: { rounds: number; seconds: number },
  say: (line: string) => void,
) => {
  const here = join(import.meta.dirname, '..')
  const both = async (name: string, envs: readonly [Record<string, string>, Record<string, string>]) => {
    const ours = await side(here, 4721, envs[0])
    const theirs = await side(folder, 4723, envs[1]).catch(async error => {
      await ours.server.stop()
      throw error
    })
    try {
      for (const line of await compare([ours, theirs], runs)) say(`${name}: ${line}`)
    } finally {
      await Promise.all([ours.server.stop(), theirs.server.stop()])
    }
  }
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'portico-against-')))
  const data = folders.map(path => ({ PORTICO_DATA: path }))
  try {
    await both('SQLite', [data[0] ?? {}, data[1] ?? {}])
    const postgres = await realPostgres()
    if (!postgres) return
    const databases = [await emptyPostgres(postgres, 'ours'), await emptyPostgres(postgres, 'theirs')]
    const urls = databases.map(({ url }, at) => ({ ...data[at], PORTICO_DATABASE_URL: url }))
    await both('PostgreSQL', [urls[0] ?? {}, urls[1] ?? {}])
    for (const { drop } of databases) await drop()
  } finally {
    for (const path of folders) rmSync(path, { recursive: true, force: true })
  }
}
