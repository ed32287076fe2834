/** Runs the server: config → database → migrate → app → listen → stop gracefully. */
import type { Server } from 'node:http'
import pino from 'pino'
import { type App, buildApp, type Front } from './app.ts'
import { type Config, readConfig } from './config.ts'
import type { Database } from './db/database.ts'
import { holdFolder, openDatabase } from './db/open.ts'
import type { Metrics } from './http/metrics.ts'
import { planCleanUp } from './jobs/clean-up.ts'
import { JOB_LANES, jobHandlers } from './jobs/handlers.ts'
import { type JobRunner, startJobs } from './jobs/jobs.ts'
import { planWarnings } from './notices/jobs.ts'
import { planIdle } from './policy/idle.ts'
import { createFirstAdmin, renewSetUpLink } from './sessions/set-up.ts'

/** Lines are written together, at the latest after a second: a write of its own for each would cost more than the request. */
const LOG_BUFFER_BYTES = 12_288
const LOG_FLUSH_MS = 1_000
const FLUSH_EVERY_MS = 3_000
const LONGEST_STOP_MS = 25_000

const everyFewSeconds = (app: App) => setInterval(() => app.flush().catch(() => {}), FLUSH_EVERY_MS).unref()

/** Requests under way are finished; then what is gathered in memory is stored. */
const stopper = (parts: {
  app: App
  database: Database
  jobs: JobRunner
  metrics: Server | undefined
  letGo: () => void
  log: pino.Logger
}) => {
  let stopping = false
  return async (signal: string) => {
    if (stopping) return
    stopping = true
    const { app, database, jobs, metrics, letGo, log } = parts
    log.info({ signal }, 'stopping')
    const deadline = setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref()
    app.stopTakingRequests()
    await app.http.close()
    metrics?.close()
    await jobs.stop()
    await app.mailer?.settle()
    await app.flush()
    await database.close()
    letGo()
    clearTimeout(deadline)
    log.flush()
    process.exit(0)
  }
}

const startMetrics = async (config: Config): Promise<{ metrics: Metrics; server: Server } | undefined> => {
  if (config.metricsPort === undefined) return undefined
  const { createMetrics } = await import('./http/metrics.ts')
  const metrics = createMetrics()
  return { metrics, server: await metrics.listen(config.metricsPort, config.metricsHost) }
}

/** What to do while nobody is here; empty once somebody is. */
const welcomeFor = async (config: Config, database: Database): Promise<string> => {
  const link = await renewSetUpLink(database, config.publicUrl, Date.now())
  if (!link) return ''
  return config.passwordSignIn
    ? `Nobody is here yet. Create the first admin with this link, once, within 24 hours:\n${link}\n`
    : 'Nobody is here yet. Invite the first admin: npm run -s portico -- user create --email EMAIL --name NAME --role ADMIN\n'
}

export const serve = async (env: Parameters<typeof readConfig>[0], front?: Front): Promise<void> => {
  const config = readConfig(env)
  const letGo = holdFolder(config)
  const database = await openDatabase(config)
  const { from, to } = await database.migrate()
  const log = pino(
    { level: config.logLevel, base: null },
    pino.destination({ sync: false, minLength: LOG_BUFFER_BYTES, periodicFlush: LOG_FLUSH_MS }),
  )
  if (from !== to) log.info({ from, to }, 'migrated the database')
  if (config.admin) await createFirstAdmin(database, { ...config.admin, name: 'Administrator' }, Date.now())
  const welcome = await welcomeFor(config, database)
  const metrics = await startMetrics(config)
  let jobs: JobRunner | undefined
  const app = await buildApp({
    database,
    config,
    clock: Date.now,
    log,
    observe: metrics?.metrics.observe,
    front,
    wakeJobs: () => jobs?.wake(),
  })
  await app.http.listen({ port: config.port, host: config.host })
  everyFewSeconds(app)
  await planCleanUp(database, Date.now())
  await planWarnings(database, Date.now())
  await planIdle(database, Date.now())
  jobs = startJobs({
    database,
    clock: Date.now,
    handlers: jobHandlers({ config, mailer: app.mailer }),
    lanes: JOB_LANES,
    report: (error, { kind }) => log.error({ err: error, job: kind }, 'a job failed; it is tried again'),
  })
  const stop = stopper({ app, database, jobs, metrics: metrics?.server, letGo, log })
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.stdout.write(welcome)
  process.stdout.write(`Portico is ready at ${config.publicUrl}\n`)
}
