/** Runs the server: config → database → migrate → app → listen → stop gracefully. */
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { type App, buildApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import type { Database } from './core/db/database.ts'
import { holdFolder, openDatabase, placeOf } from './core/db/open.ts'
import { missingForSearch } from './core/db/trigrams.ts'
import type { Front } from './core/http/front.ts'
import type { Metrics } from './core/http/metrics.ts'
import { type JobRunner, planRecurring, startJobs } from './core/jobs/jobs.ts'
import { killAfter, within } from './core/process/deadline.ts'
import { type Lines, linesToStdout } from './core/process/lines.ts'
import { listening, listenOnAll } from './core/process/listen.ts'
import { readsOnThreads } from './core/reads/reads.ts'
import { backgroundOf, longReadsOf, standingOf } from './core/slices/derived.ts'
import { reportFindings } from './core/standing/checks.ts'
import { fillReadsAs } from './identity/emails/reads-as.ts'
import { checkGroupRoles } from './identity/sign-in/mapping.ts'
import { createFirstAdmin, renewSetUpLink } from './identity/sign-in/set-up.ts'
import { SLICES } from './slices.ts'

const FLUSH_EVERY_MS = 3_000
/** The thread of long reads starts once the first requests are answered, or with the first long read. */
const READER_STARTS_AFTER_MS = 1_000
/** After the drain. The steps may take less together, so that the last of them still ends in order. */
const LONGEST_STOP_MS = 25_000
const LONGEST_ANSWERS_MS = 12_000
const LONGEST_WORK_MS = 4_000
const LONGEST_STORE_MS = 4_000
const LONGEST_CLOSE_MS = 2_000
const LONGEST_LOG_MS = 1_000

const everyFewSeconds = (app: App) => setInterval(() => app.flush().catch(() => {}), FLUSH_EVERY_MS).unref()

type Running = {
  config: Config
  app: App
  database: Database
  jobs: JobRunner
  metrics: Server | undefined
  letGo: () => void
  log: pino.Logger
  lines: Lines
}

/** Requests under way are finished; then what is gathered in memory is stored. */
const stopInOrder = async ({ app, database, jobs, metrics, letGo }: Running, drainMs: number) => {
  app.stopTakingRequests()
  const worked = jobs.stop()
  await sleep(drainMs)
  await app.close(LONGEST_ANSWERS_MS)
  await within(LONGEST_WORK_MS, Promise.all([worked, app.mailer?.settle()]))
  await within(LONGEST_STORE_MS, app.flush())
  metrics?.close()
  await within(LONGEST_CLOSE_MS, database.close())
  letGo()
}

const stopper = (running: Running) => {
  const { config, log, lines } = running
  let stopping = false
  return async (signal: string) => {
    if (stopping) return
    stopping = true
    const drainMs = signal === 'SIGINT' ? 0 : config.drainMs // Ctrl-C comes from a person, not from a load balancer's side
    killAfter(drainMs + LONGEST_STOP_MS)
    log.info({ signal }, 'stopping')
    lines.flush()
    const code = await stopInOrder(running, drainMs).then(
      () => 0,
      error => {
        log.error({ err: error }, 'stopping failed')
        return 1
      },
    )
    await lines.drain(LONGEST_LOG_MS)
    process.exit(code)
  }
}

const startMetrics = async (config: Config): Promise<{ metrics: Metrics; server: Server } | undefined> => {
  const { metricsPort: port, metricsHost: host } = config
  if (port === undefined) return undefined
  const { createMetrics } = await import('./core/http/metrics.ts')
  const metrics = createMetrics()
  const place = {
    port,
    host,
    portSetting: 'PORTICO_METRICS_PORT',
    hostSetting: 'PORTICO_METRICS_HOST',
    hint: 'Without that setting, the metrics use PORTICO_PORT + 1; 0 turns them off.',
  }
  return { metrics, server: await listening(place, () => metrics.listen(port, host)) }
}

const listen = ({ port, host }: Config, app: App) => {
  const place = {
    port,
    host,
    portSetting: 'PORTICO_PORT',
    hostSetting: 'PORTICO_HOST',
    hint: 'Another Portico also uses the port after its own, for metrics.',
  }
  return listening(place, () => listenOnAll(host, address => app.listen(port, address)))
}

/** What to do while no accounts exist; empty once one does. */
const welcomeFor = async (config: Config, database: Database): Promise<string> => {
  const link = await renewSetUpLink(database, config.publicUrl, Date.now())
  if (!link) return ''
  return config.passwordSignIn
    ? `No accounts exist yet. Create the first admin with this link (valid once and for 24 hours):\n${link}\n`
    : 'No accounts exist yet. Invite the first admin: npm run -s portico -- user create --email EMAIL --name NAME --role ADMIN\n'
}

export const serve = async (env: Parameters<typeof readConfig>[0], front?: Front): Promise<void> => {
  const config = readConfig(env)
  const letGo = holdFolder(config)
  const database = await openDatabase(config)
  const { from, to } = await database.migrate()
  const lines = linesToStdout()
  process.once('exit', lines.flush)
  const log = pino({ level: config.logLevel, base: null }, lines)
  if (from !== to) log.info({ from, to }, 'migrated the database')
  const missing = await missingForSearch(database.db)
  if (missing) log.warn({ run: missing }, 'searches have no index; an administrator of the database can add it')
  if (config.oidc) await checkGroupRoles(database.db, config.oidc.groupRoles)
  if (config.admin) await createFirstAdmin(database, { ...config.admin, name: 'Administrator' }, Date.now())
  const welcome = await welcomeFor(config, database)
  const metrics = await startMetrics(config)
  let jobs: JobRunner | undefined
  const longReads = readsOnThreads(placeOf(config), database.db, longReadsOf(SLICES))
  const app = await buildApp({
    database,
    config,
    clock: Date.now,
    log,
    observe: metrics?.metrics.observe,
    front,
    wakeJobs: () => jobs?.wake(),
    longReads,
  })
  await listen(config, app)
  setTimeout(longReads.start, READER_STARTS_AFTER_MS).unref()
  everyFewSeconds(app)
  const background = backgroundOf(SLICES, app.services)
  await planRecurring(database, background.handlers, Date.now())
  jobs = startJobs({
    database,
    clock: Date.now,
    ...background,
    report: (error, { kind }) => log.error({ err: error, job: kind }, 'a job failed; it will be retried'),
  })
  const checking = new AbortController()
  const { signal: ending } = checking
  const before = () => fillReadsAs(database, ending)
  void reportFindings({ database, log, checks: standingOf(SLICES), before, signal: ending })
  const stop = stopper({ config, app, database, jobs, metrics: metrics?.server, letGo, log, lines })
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => checking.abort())
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  lines.write(`${welcome}Portico is ready at ${config.publicUrl}\n`)
  lines.flush()
}
