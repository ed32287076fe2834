/** Load in alternated rounds, and medians of them: machines are noisy, ratios within one run are not. */
import { cpuOf, type Measured } from './process.ts'
import type { Scenario } from './scenarios.ts'
import { drive } from './sockets.ts'

export type Result = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly cpuMicros: number
  readonly failed: number
}

const CONNECTIONS = 16

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** One round. Latencies are in milliseconds, CPU in microseconds a request. */
export const round = async (target: Measured, scenario: Scenario, seconds: number): Promise<Result> => {
  const before = cpuOf(target)
  const hits = await drive({ ...scenario, url: target.url }, { connections: CONNECTIONS, seconds })
  const latencies = hits.latencies.toSorted((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
  return {
    perSecond: hits.answered / hits.seconds,
    p50: at(0.5),
    p99: at(0.99),
    cpuMicros: hits.answered === 0 ? 0 : ((cpuOf(target) - before) * 1000) / hits.answered,
    failed: hits.failed,
  }
}

const middle = (results: readonly Result[]): Result => ({
  perSecond: median(results.map(result => result.perSecond)),
  p50: median(results.map(result => result.p50)),
  p99: median(results.map(result => result.p99)),
  cpuMicros: median(results.map(result => result.cpuMicros)),
  failed: results.reduce((sum, result) => sum + result.failed, 0),
})

/** The server and the floor in turns: server, floor, server, floor … */
export const alternate = async (
  server: Measured,
  floor: Measured,
  scenario: Scenario,
  { rounds, seconds }: { rounds: number; seconds: number },
) => {
  const [ours, theirs]: [Result[], Result[]] = [[], []]
  await round(server, scenario, 1)
  await round(floor, scenario, 1)
  for (let i = 0; i < rounds; i++) {
    ours.push(await round(server, scenario, seconds))
    theirs.push(await round(floor, scenario, seconds))
  }
  return {
    server: middle(ours),
    floor: middle(theirs),
    ratio: median(ours.map((result, i) => result.perSecond / (theirs[i]?.perSecond ?? 1))),
  }
}

/** One caller that asks again as soon as it is answered. Returns its median latency in milliseconds. */
export const goodCaller = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  milliseconds: number,
): Promise<number> => {
  const latencies: number[] = []
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    const start = performance.now()
    const response = await fetch(url, { headers: { ...headers } })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`the good caller got ${response.status}`)
    latencies.push(performance.now() - start)
  }
  return median(latencies)
}

/** As many callers as there are secrets at once, each with its own; answers requests a second. */
export const manyCallers = async (url: string, secrets: readonly string[], seconds: number): Promise<number> => {
  const { origin, pathname } = new URL(url)
  const shots = secrets.map(secret => ({
    url: origin,
    method: 'GET',
    path: pathname,
    headers: { authorization: `Bearer ${secret}` },
  }))
  const all = await Promise.all(shots.map(shot => drive(shot, { connections: 1, seconds })))
  const failed = all.reduce((sum, hits) => sum + hits.failed, 0)
  if (failed > 0) throw new Error(`${failed} calls failed`)
  return all.reduce((sum, hits) => sum + hits.answered / hits.seconds, 0)
}
