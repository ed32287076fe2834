/** Imports 10,000 descriptors in requests of 500, then all of them again unchanged, and reads an entity beside. */
import { companyOf, scaleFor } from '../examples/company.ts'
import { cpuOf, type Measured, startFrom } from './process.ts'
import type { Engine } from './rows.ts'
import type { Filled } from './seed-company.ts'
import { freePort, placeOf } from './writers.ts'

const IMPORTED = 10_000
const IN_ONE = 500
const ROOT = `${import.meta.dirname}/..`
const [RATE_GOAL, AGAIN_GOAL_S] = [500, 5]

type Answer = { readonly created: number; readonly unchanged: number; readonly failed: number }

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'created' in value && 'unchanged' in value && 'failed' in value

/** Under tags of their own. */
const bodies = (): string[] => {
  const all = [
    ...companyOf({ seed: 3, scale: scaleFor(IMPORTED) })
      .entities()
      .take(IMPORTED),
  ]
  const texts = all.map(({ yaml }) => yaml.replace(/x-cortex-tag: /, 'x-cortex-tag: imported-'))
  return Array.from({ length: IMPORTED / IN_ONE }, (_, i) => texts.slice(i * IN_ONE, (i + 1) * IN_ONE).join('---\n'))
}

const send = async (server: Measured, bearer: string, body: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/yaml' }
  const response = await fetch(`${server.url}/api/v1/catalog/import`, { method: 'POST', headers, body })
  const answer: unknown = await response.json()
  if (!isAnswer(answer)) throw new Error(`import answered ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`)
  return answer
}

const importAll = async (server: Measured, bearer: string, all: readonly string[]) => {
  const [start, cpu] = [performance.now(), cpuOf(server)]
  const total = { created: 0, unchanged: 0, failed: 0 }
  for (const body of all) {
    const { created, unchanged, failed } = await send(server, bearer, body)
    total.created += created
    total.unchanged += unchanged
    total.failed += failed
  }
  return { ...total, seconds: (performance.now() - start) / 1000, cpuSeconds: (cpuOf(server) - cpu) / 1000 }
}

export const benchImport = async (engine: Engine, { bearer }: Filled, say: (line: string) => void) => {
  const server = await startFrom(ROOT, await freePort(), placeOf(engine.place))
  try {
    const all = bodies()
    const first = await importAll(server, bearer, all)
    say(
      `import: ${first.created} created, ${first.failed} failed in ${first.seconds.toFixed(1)} s: ${(IMPORTED / first.cpuSeconds).toFixed(0)}/s and core (goal: ${RATE_GOAL})`,
    )
    const again = await importAll(server, bearer, all)
    say(
      `import again: ${again.unchanged} unchanged in ${again.seconds.toFixed(1)} s, ${again.cpuSeconds.toFixed(1)} s of CPU (goal: ${AGAIN_GOAL_S} s)`,
    )
  } finally {
    await server.stop()
  }
}
