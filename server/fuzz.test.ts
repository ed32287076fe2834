/**
 * Seeded requests over every operation by people, tokens, keys and strangers: nothing answers with 5xx, every answer is documented, and
 * the event loop does not stand still. `FUZZ_REQUESTS=100000 FUZZ_SEED=7 node --test server/fuzz.test.ts` is the long form.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fuzzerOf, poolOf, randomFrom } from './testing/fuzz.ts'
import { watchPauses } from './testing/pauses.ts'
import { type As, eachDatabase, type World } from './testing/world.ts'

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1000)
const SEED = Number(process.env.FUZZ_SEED ?? 20270115)
const LONGEST_PAUSE_MS = 100
/** What a request did to its own people does not last: they are made again. */
const FRESH_EVERY = 200

const ROLES = ['ADMIN', 'ADMIN', 'MANAGER', 'USER', 'VIEWER'] as const

const actorsOf = async (here: World): Promise<readonly As[]> => {
  const actors: As[] = [undefined, { bearer: 'portico_pat_garbage' }]
  for (const role of ROLES) {
    const person = await here.person([role])
    actors.push(person.session, { bearer: (await here.token(person)).bearer })
  }
  return actors
}

const documentedOf = async ({ request }: World) => {
  const { body } = await request({ url: '/openapi.json' })
  return (method: string, path: string, status: number): boolean =>
    body.paths[path]?.[method.toLowerCase()]?.responses?.[String(status)] !== undefined
}

eachDatabase('fuzzed requests', world => {
  test(`${REQUESTS} over every operation: no 5xx, every answer documented, no pause above ${LONGEST_PAUSE_MS} ms of ours`, async () => {
    const here = await world()
    const isDocumented = await documentedOf(here)
    const operations = here.app.routes.map(({ operation }) => operation).filter(({ path }) => path.startsWith('/api/'))
    const random = randomFrom(SEED)
    const pool = poolOf(random)
    const requestFor = fuzzerOf(random, pool)
    const faults: string[] = []
    let [now, actors]: [string, readonly As[]] = ['', []]
    const stop = watchPauses(LONGEST_PAUSE_MS, () => now)
    for (let count = 0; count < REQUESTS; count++) {
      if (count % FRESH_EVERY === 0) actors = await actorsOf(here)
      const operation = operations[count % operations.length]
      if (!operation) continue
      const { url, body, headers } = requestFor(operation)
      const as = actors[Math.floor(random() * actors.length)]
      now = `${operation.id} ${url.slice(0, 200)} ${body?.slice(0, 300)}`
      const answer = await here.request({
        method: operation.method,
        url,
        as,
        headers,
        ...(body === undefined ? {} : { body }),
      })
      if (answer.status >= 500) faults.push(`#${count} ${answer.status} ${now}`)
      else if (!isDocumented(operation.method, operation.path, answer.status))
        faults.push(`#${count} ${answer.status} is not documented: ${now}`)
      pool.add(answer.body)
      here.time.now += 137
      await setImmediate() // as over a connection: the loop turns between two requests
    }
    const pauses = stop()
    assert.deepEqual(faults, [], `seed ${SEED}`)
    assert.deepEqual(pauses, [], `seed ${SEED}`)
  })
})
