/** What a server holds, from the metrics that it offers itself, and how fast that grows. */
import { statSync } from 'node:fs'
import { sql } from 'kysely'
import type { Engine } from './rows.ts'

export type Sample = {
  readonly rss: number
  readonly heap: number
  readonly external: number
  /** Milliseconds. */
  readonly loopP99: number
  readonly loopMax: number
  readonly handles: number
  readonly database: number
}

const METRICS = {
  rss: 'process_resident_memory_bytes',
  heap: 'nodejs_heap_size_used_bytes',
  external: 'nodejs_external_memory_bytes',
  loopP99: 'nodejs_eventloop_lag_p99_seconds',
  loopMax: 'nodejs_eventloop_lag_max_seconds',
  handles: 'nodejs_active_resources_total',
} as const

const SECOND_MS = 1000

const sizeOf = async ({ place, database }: Engine): Promise<number> => {
  if ('file' in place)
    return ['', '-wal'].reduce(
      (sum, end) => sum + (statSync(place.file + end, { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  const { rows } = await sql<{ size: number | string }>`select pg_database_size(current_database()) as size`.execute(
    database.db,
  )
  return Number(rows[0]?.size)
}

export const sampleOf = async (metricsUrl: string, engine: Engine): Promise<Sample> => {
  const text = await (await fetch(metricsUrl)).text()
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    rss: read(METRICS.rss),
    heap: read(METRICS.heap),
    external: read(METRICS.external),
    loopP99: read(METRICS.loopP99) * SECOND_MS,
    loopMax: read(METRICS.loopMax) * SECOND_MS,
    handles: read(METRICS.handles),
    database: await sizeOf(engine),
  }
}

/** How much is added with each value: the slope of the line with the least squares. */
export const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let [above, below] = [0, 0]
  for (const [index, value] of values.entries()) {
    above += (index - middle) * (value - mean)
    below += (index - middle) ** 2
  }
  return below === 0 ? 0 : above / below
}
