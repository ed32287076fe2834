/** Load in alternated rounds, and medians of them: machines are noisy, ratios within one run are not. */
import autocannon from 'autocannon'
import { cpuOf, type Measured } from './process.ts'
import type { Scenario } from './scenarios.ts'

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
  const { method, path, headers, body } = scenario
  const before = cpuOf(target)
  let n = 0
  const result = await autocannon({
    url: target.url + path,
    method,
    headers: { ...headers },
    connections: CONNECTIONS,
    duration: seconds,
    ...(body ? { requests: [{ method, path, setupRequest: request => ({ ...request, body: body(++n) }) }] } : {}),
  })
  const answered = result['2xx'] + result.non2xx
  return {
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicros: answered === 0 ? 0 : ((cpuOf(target) - before) * 1000) / answered,
    failed: result.non2xx + result.errors,
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
  let next = 0
  const result = await autocannon({
    url,
    connections: secrets.length,
    duration: seconds,
    setupClient: client => client.setHeaders({ authorization: `Bearer ${secrets[next++ % secrets.length]}` }),
  })
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} calls failed`)
  return result['2xx'] / result.duration
}
