/**
 * `npm run bench -- soak`: ten minutes of mixed load on the real server with a whole company, and what it holds after each minute;
 * `-- soak 60` an hour, `-- soak 10 postgres` on that engine. Says whether memory goes on growing after it has warmed up.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuOf, startFrom } from './process.ts'
import { type Engine, postgres, sqlite } from './rows.ts'
import { fillCompany } from './seed-company.ts'
import { type Counts, soakClients } from './soak-clients.ts'
import { type Sample, sampleOf, slopeOf } from './soak-samples.ts'
import { freePort, placeOf } from './writers.ts'

const ENTITIES = 2000
const MINUTE_MS = 60_000
/** The collector lets memory rise and fall by a fourth within minutes: a leak is what raises the highest of the second half. */
const MOST_HIGHER = 1.1
const MB = 1024 * 1024

const mb = (bytes: number) => `${(bytes / MB).toFixed(0).padStart(5)} MB`

const line = (minute: number, { rss, heap, external, loopP99, loopMax, handles, database }: Sample, done: Counts) =>
  `${String(minute).padStart(3)} min  RSS ${mb(rss)}  heap ${mb(heap)}  external ${mb(external)}  event loop p99 ${loopP99.toFixed(1)} ms, longest ${loopMax.toFixed(0)} ms  ${handles} handles  database ${mb(database)}  ${done.answered} answered, ${done.refused} refused as expected, ${done.waited} told to wait, ${done.failed} FAILED`

const highest = (values: readonly number[]) => Math.max(...values)

const verdict = (samples: readonly Sample[]) => {
  const [first, second] = [samples.slice(0, samples.length / 2), samples.slice(samples.length / 2)]
  const [before, after] = [first, second].map(half => highest(half.map(({ rss }) => rss)))
  const [rss, heap] = [samples.map(one => one.rss), samples.map(one => one.heap)].map(
    values => (slopeOf(values) * 60) / MB,
  )
  const isFlat = (after ?? 0) <= (before ?? 0) * MOST_HIGHER
  return `highest RSS ${mb(before ?? 0)} in the first half, ${mb(after ?? 0)} in the second: ${isFlat ? 'FLAT' : 'GROWING'} (at most × ${MOST_HIGHER}); slopes of all minutes: RSS ${rss?.toFixed(0)} MB an hour, heap ${heap?.toFixed(0)} MB an hour`
}

const soak = async (engine: Engine, minutes: number, say: (line: string) => void) => {
  const filled = await fillCompany(engine.database, ENTITIES)
  const metricsPort = await freePort()
  const env = { ...placeOf(engine.place), PORTICO_METRICS_PORT: String(metricsPort) }
  const server = await startFrom(`${import.meta.dirname}/..`, await freePort(), env)
  const clients = soakClients(server.url, filled)
  const samples: Sample[] = []
  const cpu = cpuOf(server)
  say(`\n${engine.name}: ${minutes} minutes on ${ENTITIES} entities`)
  try {
    for (let minute = 1; minute <= minutes; minute++) {
      await sleep(MINUTE_MS)
      const sample = await sampleOf(`http://127.0.0.1:${metricsPort}/metrics`, engine)
      samples.push(sample)
      say(line(minute, sample, clients.take()))
    }
    say(`${((cpuOf(server) - cpu) / minutes / 600).toFixed(0)} % of a core`)
    say(verdict(samples))
  } finally {
    await clients.stop()
    await server.stop()
  }
}

export const benchSoak = async (say: (line: string) => void, minutes = '10', name = 'sqlite') => {
  const engine = await (name === 'postgres' ? postgres() : sqlite())
  if (!engine) return say('no PostgreSQL answers')
  await soak(engine, Number(minutes), say).finally(engine.close)
}
