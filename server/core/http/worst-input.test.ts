/**
 * The worst 256 KB for every operation (or as much as it takes), and for every string and array in its schemas: whatever is sent, the thread that serves
 * everybody spends 50 ms on it at most, or 100 ms on a body of up to 2 MB where the operation takes one: those are read on another
 * thread, and written in steps between which others are served. Measured in CPU time of this thread, so that a busy machine makes no difference.
 * `WORST_INPUTS=all` sends everything; otherwise every place gets some of the worst inputs, others in each run.
 */
import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isTextBody, type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { type Ask, createWorld, type World } from '../../testing/world.ts'
import { sampleOf, worstBodies, worstDescriptors, worstInputs } from './testing-inputs.ts'

const MOST_MS = 50
const MOST_MS_OF_LARGE = 100
const TRIES = 3
const LONGEST_BODY = 256 * 1024
/** What fits into a request line: Node refuses headers beyond 16 KB. */
const LONGEST_ADDRESS = 15 * 1024
const isLong = process.env.WORST_INPUTS === 'all'
const EVERY = isLong ? 1 : 8

type Sent = { readonly what: string; readonly make: () => Ask }

let turn = Math.floor(Math.random() * EVERY)
const some = <T>(all: readonly T[]): readonly T[] => all.filter(() => turn++ % EVERY === 0)

const pathOf = (operation: OperationSpec, param: string) =>
  operation.path.replace(/\{\w+\}/g, encodeURIComponent(param))

const inQuery = (value: unknown) => {
  const query = new URLSearchParams()
  for (const [name, one] of Object.entries(Object(value)))
    for (const part of [one].flat())
      query.append(name, typeof part === 'string' ? part.toWellFormed() : JSON.stringify(part))
  return query.toString().slice(0, LONGEST_ADDRESS)
}

const TYPES = ['application/json', 'application/yaml', 'application/x-www-form-urlencoded']
const BODIES = worstBodies(LONGEST_BODY)
const DESCRIPTORS = worstDescriptors()

const bodiesOf = (limit: number) => (limit === LONGEST_BODY ? BODIES : [...BODIES, ...worstBodies(limit)])

const requestsFor = (operation: OperationSpec): readonly Sent[] => {
  const { id, method, query, body, bodyLimit = LONGEST_BODY } = operation
  const url = pathOf(operation, 'no-such-thing')
  const hasParams = operation.path.includes('{')
  const inParams = ['x', '%', '.', ' ', 'é'].map(char => ({
    what: `${id} params ${char}`,
    make: () => ({ method, url: pathOf(operation, char.repeat(LONGEST_ADDRESS / 3)) }),
  }))
  const inQueries = (query ? worstInputs(query, LONGEST_ADDRESS) : []).map(({ path: at, make }) => ({
    what: `${id} query${at}`,
    make: () => ({ method, url: `${url}?${inQuery(make())}` }),
  }))
  const schema = body && !isTextBody(body) ? body : undefined
  const inBody = (schema ? worstInputs(schema, bodyLimit) : []).map(({ path: at, make }) => ({
    what: `${id} body${at}`,
    make: () => ({ method, url, body: make() }),
  }))
  const asBody = (schema ? bodiesOf(bodyLimit) : []).flatMap(text =>
    TYPES.map(type => ({
      what: `${id} body ${type} ${text.slice(0, 20)}`,
      make: () => ({ method, url, body: text, headers: { 'content-type': type } }),
    })),
  )
  const asText = (body && isTextBody(body) ? [...BODIES, ...DESCRIPTORS] : []).map(text => ({
    what: `${id} descriptor ${text.slice(0, 20)}`,
    make: () => ({ method, url, body: text, headers: { 'content-type': 'application/yaml' } }),
  }))
  return [...(hasParams ? some(inParams) : []), ...some(inQueries), ...some(inBody), ...some(asBody), ...some(asText)]
}

const costs: { ms: number; what: string }[] = []

/** What a request costs this thread: the least of some tries, so that neither compiling nor collecting garbage counts. */
const costOf = async ({ request }: World, { what, make }: Sent, { as, most }: { as: Ask['as']; most: number }) => {
  const from = `192.0.2.${costs.length % 256}` // so that no limit by address is met
  const made = make()
  const text = typeof made.body === 'string' || made.body === undefined ? made.body : JSON.stringify(made.body)
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...made.headers }
  let ms = Number.POSITIVE_INFINITY
  for (let time = 0; time < TRIES && ms > most; time++) {
    const before = process.threadCpuUsage()
    const { status } = await request({ ...made, body: text, headers, as, from })
    const { user, system } = process.threadCpuUsage(before)
    ms = Math.min(ms, (user + system) / 1000)
    assert.ok(status < 500, `${what}: ${status}`)
  }
  costs.push({ ms, what: `${what} ${text?.slice(0, 60) ?? ''}` })
  assert.ok(ms <= most, `${what}: ${Math.round(ms)} ms`)
}

const sendAll = async (here: World, operations: readonly OperationSpec[], as?: Ask['as']) => {
  for (const operation of operations) {
    const { method, body } = operation
    const valid = body && !isTextBody(body) ? { body: sampleOf(body) } : {}
    if (as) await here.request({ method, url: pathOf(operation, 'no-such-thing'), as, ...valid }) // compiles
    const most = operation.bodyLimit === undefined ? MOST_MS : MOST_MS_OF_LARGE
    for (const sent of requestsFor(operation)) await costOf(here, sent, { as, most })
  }
}

const [engine] = engines
if (engine)
  suite('the worst input', () => {
    const open = sharedDatabase(engine)
    const operationsOf = ({ app }: World) => app.routes.map(({ operation }) => operation)
    after(() => {
      const [worst] = costs.toSorted((a, b) => b.ms - a.ms)
      if (worst) console.log(`${costs.length} requests; the most expensive: ${worst.ms.toFixed(1)} ms, ${worst.what}`)
    })

    test('of a stranger, while no account exists', async () => {
      const here = await createWorld((await open()).database)
      await sendAll(
        here,
        operationsOf(here).filter(({ needs }) => needs === PUBLIC),
      )
    })

    test('of an administrator', async () => {
      const here = await createWorld((await open()).database)
      const { session } = await here.person(['ADMIN'])
      await sendAll(
        here,
        operationsOf(here).filter(({ id }) => id !== 'signOut'),
        session,
      )
    })
  })
