/** 30 clients that store descriptors at once, each its own, over HTTP: how many a second, and that each that was answered with 200 is there. */
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { companyOf } from '../examples/company.ts'
import type { Place } from '../server/core/db/open.ts'
import { cpuOf, startFrom } from './process.ts'
import type { Engine } from './rows.ts'
import type { Filled } from './seed-company.ts'
import { drive } from './sockets.ts'

const WRITERS = 30
const SECONDS = 10
const GOAL = 600
const PREFIX = 'written-'

const ROOT = `${import.meta.dirname}/..`

export const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export const placeOf = (place: Place): Record<string, string> =>
  'file' in place ? { PORTICO_DATA: dirname(place.file) } : { PORTICO_DATABASE_URL: place.url }

/** Services as a company has them, each under a tag of its own. */
const bodies = () => {
  const services = [...companyOf({ seed: 2, scale: 1 }).entities()].filter(({ type }) => type === 'service')
  return (n: number) => {
    const { yaml = '', tag = '' } = services[n % services.length] ?? {}
    return yaml.replace(`x-cortex-tag: ${tag}`, `x-cortex-tag: ${PREFIX}${n}`)
  }
}

const countWritten = async ({ database }: Engine) => {
  const rows = await database.db
    .selectFrom('entities')
    .select(eb => eb.fn.countAll<number | string>().as('total'))
    .where('tag', 'like', `${PREFIX}%`)
    .executeTakeFirstOrThrow()
  return Number(rows.total)
}

export const benchWriters = async (engine: Engine, { bearer }: Filled, say: (line: string) => void) => {
  const server = await startFrom(ROOT, await freePort(), placeOf(engine.place))
  try {
    const before = await countWritten(engine)
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/openapi;charset=UTF-8' }
    const shot = { url: server.url, method: 'POST', path: '/api/v1/open-api', headers, body: bodies() }
    const cpu = cpuOf(server)
    const { answered, failed, seconds } = await drive(shot, { connections: WRITERS, seconds: SECONDS })
    const spent = (cpuOf(server) - cpu) / answered
    const lost = answered - failed - ((await countWritten(engine)) - before)
    const rate = answered / seconds
    say(
      `${WRITERS} writers of descriptors: ${rate.toFixed(0)}/s (goal on SQLite: ${GOAL}), ${spent.toFixed(2)} ms CPU each (${(1000 / spent).toFixed(0)}/s and core); ${answered} answered, ${failed} failed, ${lost} lost`,
    )
  } finally {
    await server.stop()
  }
}
