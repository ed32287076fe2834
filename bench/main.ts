/** `npm run bench`: the real server against its floor. `-- --quick` takes a minute and says less; `-- ask` asks the documentation alone; `-- rows` measures lists at 100,000 rows; `-- deploys` pages and reports beside a million deploys; `-- catalog` lists, searches and writers of a company of 10,000 and 100,000 entities; `-- soak` ten minutes of mixed load; `-- nodes` one, two and four servers on one database; `-- readers` an entity read beside long reads; `-- first-load` the list of tokens in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { newSecret } from '../server/core/secrets/secret.ts'
import { activityCosts } from './activity.ts'
import { benchAgainst } from './against.ts'
import { benchAsk } from './ask.ts'
import { benchAuthority } from './authority.ts'
import { benchCatalog } from './catalog.ts'
import { benchDeploys } from './deploys.ts'
import { benchFirstLoad } from './first-load.ts'
import { alternate, goodCaller, manyCallers, median, type Result, round } from './load.ts'
import { benchNodes } from './nodes.ts'
import { type Measured, quiet, startFloor, startPortico } from './process.ts'
import { benchReaders } from './readers.ts'
import { record } from './record.ts'
import { raceRevocations } from './revocations.ts'
import { benchRows } from './rows.ts'
import { type Scenario, scenariosOf } from './scenarios.ts'
import { addSession, type Seeded, seed } from './seed.ts'
import { benchSoak } from './soak.ts'

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true })
const quick = values.quick ?? false
const RUNS = quick ? { rounds: 3, seconds: 1 } : { rounds: 5, seconds: 3 }
/** Of two versions that differ by a few percent: more rounds, shorter ones. */
const AGAINST = quick ? RUNS : { rounds: 15, seconds: 2 }
const ENTITIES = 10_000
const [SERVER_PORT, FLOOR_PORT] = [4711, 4713]

const folders: string[] = []
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  folders.push(made)
  return made
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const ms = (value: number) => `${value.toFixed(2)} ms`
const figures = ({ perSecond, p50, p99, cpuMicros }: Result) =>
  `${Math.round(perSecond)} req/s, p50 ${ms(p50)}, p99 ${ms(p99)}, ${cpuMicros.toFixed(0)} µs CPU`

/** A floor that answers something else would measure nothing. */
const needSameBytes = async (server: Measured, floor: Measured, { name, path, headers }: Scenario) => {
  const textOf = async ({ url }: Measured) => (await fetch(url + path, { headers: { ...headers } })).text()
  const [ours, its] = [await textOf(server), await textOf(floor)]
  if (ours !== its)
    throw new Error(
      `${name}: the floor answers other bytes than the server: ${its.slice(0, 300)} … instead of ${ours.slice(0, 300)} …`,
    )
}

const both = async (seeded: Seeded, scenarios: readonly Scenario[]) => {
  const file = join(seeded.folder, 'portico.db')
  const recordings = await record(file, scenarios)
  const planFile = join(seeded.folder, 'plan.json')
  writeFileSync(
    planFile,
    JSON.stringify(scenarios.map(({ name, method, path }, i) => ({ name, method, path, recording: recordings[i] }))),
  )
  const server = await startPortico(seeded.folder, SERVER_PORT)
  const floor = await startFloor(file, planFile, FLOOR_PORT)
  await quiet(server)
  const stop = async () => void (await Promise.all([server.stop(), floor.stop()]))
  try {
    await Promise.all(scenarios.filter(({ body }) => !body).map(scenario => needSameBytes(server, floor, scenario)))
  } catch (error) {
    await stop()
    throw error
  }
  return { server, floor, recordings, stop }
}

const unknownSecrets: Record<string, () => string> = {
  garbage: () => 'not-a-token-at-all',
  'unknown well-formed tokens': () => newSecret('personal'),
}

/** The good caller's median latency alone and during a flood, on one target. */
const duringFlood = async (target: Measured, { path, headers }: Scenario, secret: () => string) => {
  const span = RUNS.seconds * 1000
  const alone = await goodCaller(target.url + path, headers, span)
  const flood: Scenario = { name: 'flood', method: 'GET', path, headers: { authorization: `Bearer ${secret()}` } }
  const flooding = round(target, flood, RUNS.seconds + 1)
  const flooded = await goodCaller(target.url + path, headers, span)
  const { perSecond } = await flooding
  return { alone, flooded, factor: flooded / alone, perSecond }
}

const floods = async (server: Measured, floor: Measured, scenario: Scenario) => {
  for (const [name, secret] of Object.entries(unknownSecrets)) {
    const runs = {
      server: [] as Awaited<ReturnType<typeof duringFlood>>[],
      floor: [] as Awaited<ReturnType<typeof duringFlood>>[],
    }
    for (let i = 0; i < RUNS.rounds; i++) {
      runs.server.push(await duringFlood(server, scenario, secret))
      runs.floor.push(await duringFlood(floor, scenario, secret))
    }
    const of = (key: 'server' | 'floor', field: 'alone' | 'flooded' | 'factor' | 'perSecond') =>
      median(runs[key].map(run => run[field]))
    const describe = (key: 'server' | 'floor') =>
      `${ms(of(key, 'alone'))} → ${ms(of(key, 'flooded'))} (× ${of(key, 'factor').toFixed(1)}) at ${Math.round(of(key, 'perSecond'))} refused/s`
    say(`flood of ${name}: a good caller's median ${describe('server')}; floor ${describe('floor')}`)
  }
}

/** Many jobs may share one token: that must cost no more than a token each. */
const sharing = async (server: Measured, { secret, secrets }: Seeded, path: string) => {
  const [shared, own]: [number[], number[]] = [[], []]
  for (let i = 0; i < RUNS.rounds; i++) {
    shared.push(
      await manyCallers(
        server.url + path,
        secrets.map(() => secret),
        RUNS.seconds,
      ),
    )
    own.push(await manyCallers(server.url + path, secrets, RUNS.seconds))
  }
  const ratio = median(shared.map((value, i) => value / (own[i] ?? 1)))
  say(
    `${secrets.length} callers: with one token ${Math.round(median(shared))} req/s, with a token each ${Math.round(median(own))} req/s (× ${ratio.toFixed(2)})`,
  )
}

const remembering = () => {
  const { recording, storing, megabytes } = activityCosts(folder())
  say(
    `activity at 10,000 active tokens: ${recording.toFixed(2)} µs CPU a request, ${megabytes.toFixed(0)} MB; storing in the background ${storing.toFixed(1)} µs a request at three a token and flush`,
  )
}

const compare = async () => {
  const seeded = await seed(folder(), { tokens: quick ? 10_000 : 100_000, entities: ENTITIES })
  const cookie = addSession(seeded)
  const scenarios = scenariosOf(seeded, cookie)
  const { server, floor, recordings, stop } = await both(seeded, scenarios)
  for (const [i, scenario] of scenarios.entries()) {
    const result = await alternate(server, floor, scenario, RUNS)
    const failed = result.server.failed + result.floor.failed
    const statements = recordings[i]?.statements ?? []
    const count = `${statements.length} SQL statements (${statements.filter(({ sql }) => /from (secrets|sessions) s join/.test(sql)).length} to authenticate, ${statements.filter(({ sql }) => /^(insert|update|delete)/.test(sql)).length} writes)`
    say(
      `${scenario.name}: × ${(result.server.cpuMicros / result.floor.cpuMicros).toFixed(2)} of the floor's CPU, ${Math.round(result.ratio * 100)} % of its rate; ${figures(result.server)}; floor ${figures(result.floor)}; ${count}${failed ? `; ${failed} FAILED` : ''}`,
    )
  }
  const [read] = scenarios
  if (read) await floods(server, floor, read)
  if (read) await sharing(server, seeded, read.path)
  const race = await raceRevocations({
    base: server.url,
    cookie,
    path: read?.path ?? '',
    requests: quick ? 1_000 : 10_000,
  })
  say(
    `revocations: ${race.sent} raced requests, ${race.refused} refused, ${race.stale} answered 200 though sent after the revocation's answer`,
  )
  await stop()
}

const sizes = async () => {
  const [read, cpu]: [Result[], number[]] = [[], []]
  const counts = quick ? [1, 1_000] : [1, 1_000, 1_000_000]
  for (const tokens of counts) {
    const seeded = await seed(folder(), { tokens, entities: ENTITIES })
    const [scenario] = scenariosOf(seeded, '')
    if (!scenario) continue
    const server = await startPortico(seeded.folder, SERVER_PORT)
    await quiet(server)
    await round(server, scenario, 1)
    const rounds: Result[] = []
    for (let i = 0; i < RUNS.rounds; i++) rounds.push(await round(server, scenario, RUNS.seconds))
    await server.stop()
    cpu.push(median(rounds.map(({ cpuMicros }) => cpuMicros)))
    const typical = rounds.find(result => result.cpuMicros === cpu.at(-1))
    if (typical) {
      read.push(typical)
      say(
        `entity read with ${tokens.toLocaleString('en')} token${tokens === 1 ? '' : 's'}: ${figures(typical)} (× ${((cpu.at(-1) ?? 0) / (cpu[0] ?? 1)).toFixed(2)} CPU)`,
      )
    }
  }
}

try {
  if (positionals.includes('ask')) benchAsk(say)
  else if (positionals[0] === 'against') await benchAgainst(resolve(positionals[1] ?? '..'), AGAINST, say)
  else if (positionals[0] === 'first-load')
    await benchFirstLoad({ folder: folder(), checkout: resolve(positionals[1] ?? '.'), rounds: RUNS.rounds }, say)
  else if (positionals[0] === 'authority')
    await benchAuthority(
      { ...(quick ? { held: 50, races: 20 } : { held: 2_000, races: 500 }), only: positionals[1] },
      say,
      positionals[2],
    )
  else if (positionals[0] === 'nodes') await benchNodes(folder(), RUNS, say)
  else if (positionals[0] === 'readers') await benchReaders({ folder: folder(), ...RUNS }, say)
  else if (positionals[0] === 'deploys') await benchDeploys(say, positionals[1], positionals[2])
  else if (positionals[0] === 'catalog') await benchCatalog(say, positionals[1], positionals[2])
  else if (positionals[0] === 'soak') await benchSoak(say, positionals[1], positionals[2])
  else if (positionals[0] === 'rows') await benchRows(say, positionals[1], positionals[2])
  else {
    await compare()
    remembering()
    await sizes()
  }
} finally {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
}
process.exit(0)
