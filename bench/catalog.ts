/**
 * `npm run bench -- catalog`: lists, searches, hierarchies and statements of a large company (`examples/`), on both engines;
 * `-- catalog 100000 postgres` with so many entities, on that engine. CPU is that of one call: of the thread that serves everybody, and of all
 * threads of this process. What PostgreSQL works is not in it, so its time follows. Ratios are within one run.
 */
import pino from 'pino'
import { buildApp } from '../server/app.ts'
import { outdateTags } from '../server/catalog/entities/entity-tag.ts'
import { readConfig } from '../server/config.ts'
import { type LongReads, readsInPlace, readsOnThreads } from '../server/core/reads/reads.ts'
import { longReadsOf } from '../server/core/slices/derived.ts'
import { SLICES } from '../server/slices.ts'
import { NOW } from '../server/testing/rows/values.ts'
import { tenth } from './deploys.ts'
import { benchImport } from './importing.ts'
import { analyze, type Engine, postgres, sqlite } from './rows.ts'
import { type Filled, fillCompany, TREE } from './seed-company.ts'
import { benchWriters } from './writers.ts'

const ROUNDS = 40
/** Until code is compiled. */
const WARM_UP = 20
const SIZES = [10_000, 100_000]
/** Of the lists that more CPU is allowed for at 100,000 entities. */
const MANY = 100_000

const catalog = '/api/v1/catalog'
const PLAIN = `${catalog}?pageSize=250&hierarchyDepth=0`
const EVERYTHING = `${catalog}?pageSize=250&includeMetadata=true&includeLinks=true&includeSlackChannels=true&includeOwners=true&includeNestedFields=team:members&hierarchyDepth=full&includeHierarchyFields=groups`

type Goal = { readonly cpuMs: number; readonly mainMs?: number }

type Line = {
  readonly name: string
  readonly url: string
  readonly goal: (entities: number) => Goal
}

const ofList = (entities: number): Goal => ({ cpuMs: entities < MANY ? 10 : 20, mainMs: 1 })

const filtered = (name: string, query: string): Line => ({
  name,
  url: `${catalog}?hierarchyDepth=0&${query}`,
  goal: ofList,
})

const LINES: readonly Line[] = [
  { name: 'list of 250, plain', url: PLAIN, goal: ofList },
  { name: 'list of 250 with everything', url: EVERYTHING, goal: () => ({ cpuMs: 8, mainMs: 1 }) },
  filtered('by type', 'types=database'),
  filtered('by group', 'groups=tier-1'),
  filtered('by group, later page', 'groups=tier-2&page=5'),
  filtered('by owner', 'owners=payment-handling-team'),
  filtered('by repository', 'gitRepositories=mosswick-trade/order-placement-api'),
  filtered('by type and group', 'types=service&groups=pci'),
  filtered('by last update', 'sort=lastUpdated&order=desc'),
  filtered('last page', 'pageSize=100&page=95'),
  filtered('search, few matches', 'query=order-placement'),
  filtered('search, two words', 'query=price%20import'),
  filtered('search, many matches', 'query=orders'),
  filtered('search, nearly all match', 'query=tier'),
  filtered('search within a group', 'query=stock&groups=tier-2'),
  {
    name: 'hierarchy of 1,000 nodes',
    url: `${catalog}/${TREE}?includeHierarchyFields=groups`,
    goal: () => ({ cpuMs: 30 }),
  },
  { name: 'entity read', url: `${catalog}/sign-in-api`, goal: () => ({ cpuMs: 30 }) },
]

type Cost = { readonly main: number; readonly all: number; readonly time: number; readonly statements: number }

const millis = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000

const appOn = ({ database }: Engine, longReads: LongReads) => {
  const config = readConfig({ PORTICO_RATE_LIMIT: '0', PORTICO_GUESS_LIMIT: '0' })
  return buildApp({ database, config, clock: () => NOW, log: pino({ level: 'silent' }), longReads })
}

type App = Awaited<ReturnType<typeof appOn>>

const askerOf = ({ database }: Engine, { cookie }: Filled) => {
  const headers = { cookie: `portico_session=${cookie}`, 'sec-fetch-site': 'same-origin' }
  return async (app: App, url: string) => {
    await database.transaction(db => outdateTags(db, 1)) // as after a change: nothing is remembered
    const [sent, start] = [database.statements(), performance.now()]
    const [main, all] = [process.threadCpuUsage(), process.cpuUsage()]
    const { statusCode, payload } = await app.http.inject({ url, headers })
    const cost = { main: millis(process.threadCpuUsage(main)), all: millis(process.cpuUsage(all)) }
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${payload.slice(0, 200)}`)
    return { ...cost, time: performance.now() - start, statements: database.statements() - sent }
  }
}

type Ask = (url: string) => Promise<Cost>

/** Means: the system counts CPU in ticks that are longer than a call, and waiting for others is not counted. */
const typical = async (ask: Ask, url: string): Promise<Omit<Cost, 'statements'>> => {
  const costs: Cost[] = []
  for (let round = 0; round < WARM_UP; round++) await ask(url)
  for (let round = 0; round < ROUNDS; round++) costs.push(await ask(url))
  const mean = (key: keyof Cost) => costs.reduce((sum, cost) => sum + cost[key], 0) / ROUNDS
  return { main: mean('main'), all: mean('all'), time: tenth(costs.map(({ time }) => time)) }
}

const verdict = ({ main, all }: Cost, { cpuMs, mainMs = Number.POSITIVE_INFINITY }: Goal) =>
  all <= cpuMs && main <= mainMs ? 'within' : 'BEYOND'

const line = (name: string, cost: Cost, goal: Goal) => {
  const goals = `${verdict(cost, goal)} ${goal.cpuMs} ms${goal.mainMs ? `, ${goal.mainMs} ms on main` : ''}`
  const figures = `${cost.main.toFixed(2)} ms main ${cost.all.toFixed(2).padStart(8)} ms all ${cost.time.toFixed(1).padStart(7)} ms time`
  return `${name.padEnd(30)}${figures.padStart(46)} ${String(cost.statements).padStart(3)} statements  ${goals}`
}

const benchLists = async (engine: Engine, filled: Filled, say: (line: string) => void) => {
  const { database, place } = engine
  const beside = await appOn(engine, readsOnThreads(place, database.db, longReadsOf(SLICES)))
  const inPlace = await appOn(engine, readsInPlace(database.db)) // where statements can be counted
  const ask = askerOf(engine, filled)
  const costs = new Map<string, Cost>()
  try {
    for (const { name, url, goal } of LINES) {
      const { statements } = await ask(inPlace, url)
      const cost = { ...(await typical(one => ask(beside, one), url)), statements }
      costs.set(url, cost)
      say(line(name, cost, goal(filled.entities)))
    }
    const [plain, everything] = [costs.get(PLAIN), costs.get(EVERYTHING)]
    if (plain && everything)
      say(
        `list of 250 with everything, ratio to plain: ${(everything.all / plain.all).toFixed(2)} CPU, ${(everything.time / plain.time).toFixed(2)} time (goal: below 6)`,
      )
  } finally {
    await beside.http.close()
    await inPlace.http.close()
  }
}

const withStatistics = (engine: Engine, statistics: boolean) =>
  statistics ? analyze(engine.database, engine.isPostgres) : undefined

const benchEngine = async (engine: Engine, entities: number, say: (line: string) => void) => {
  const start = performance.now()
  const filled = await fillCompany(engine.database, entities)
  say(`\n${engine.name}: ${filled.entities} entities, filled in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  for (const statistics of [false, true]) {
    await withStatistics(engine, statistics)
    say(`${statistics ? 'with' : 'without'} statistics`)
    await benchLists(engine, filled, say)
  }
  await benchWriters(engine, filled, say)
  await benchImport(engine, filled, say)
}

export const benchCatalog = async (say: (line: string) => void, size = SIZES.join(), engines = 'sqlite postgres') => {
  for (const entities of size.split(',').map(Number))
    for (const open of [sqlite, postgres].filter(({ name }) => engines.includes(name))) {
      const engine = await open()
      if (!engine) say('\nno PostgreSQL answers: left out')
      else await benchEngine(engine, entities, say).finally(engine.close)
    }
}
