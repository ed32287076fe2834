/** Clients of a soak: people, pipelines and scripts that do all kinds of things at once, at a pace that a server has no trouble with. */
import { setTimeout as sleep } from 'node:timers/promises'
import { companyOf } from '../examples/company.ts'
import { Random } from '../examples/random.ts'
import type { Filled } from './seed-company.ts'

export type Counts = { answered: number; refused: number; waited: number; failed: number }

type Request = {
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly body?: string | object
  /** Nobody is signed in. */
  readonly isAnonymous?: boolean
  /** What it is refused with. */
  readonly refused?: number
}

const catalog = '/api/v1/catalog'
const PAUSE_MS = 20

const services = [...companyOf({ seed: 1, scale: 1 }).entities()].filter(({ type }) => type === 'service')

type Kind = (random: Random, n: number) => Request

const tagFrom = (random: Random) => encodeURIComponent(random.pick(services).tag)

const read: Kind = random => ({ path: `${catalog}/${tagFrom(random)}` })
const page: Kind = random => ({ path: `${catalog}?pageSize=100&page=${random.below(15)}&includeOwners=true` })
const everything: Kind = random => ({
  path: `${catalog}?pageSize=250&page=${random.below(6)}&includeOwners=true&includeMetadata=true&includeLinks=true`,
})
const search: Kind = random => ({
  path: `${catalog}?hierarchyDepth=0&query=${random.pick(services).tag.slice(0, random.between(3, 9))}`,
})
const activity: Kind = random => ({ path: `${catalog}/${tagFrom(random)}/activity?pageSize=50` })
const browser: Kind = random => ({
  path: random.pick(['/', '/catalog', `/catalog/${tagFrom(random)}`, '/teams', '/docs/catalog']),
  isAnonymous: true,
})
const write: Kind = (random, n) => ({
  path: '/api/v1/open-api',
  method: 'POST',
  body: random.pick(services).yaml.replace(/^ {2}description: .*$/m, `  description: Revision ${n}`),
})
const deploy: Kind = (random, n) => ({
  path: `${catalog}/${tagFrom(random)}/deploys`,
  method: 'POST',
  body: {
    title: `Revision ${n}`,
    type: 'DEPLOY',
    timestamp: new Date().toISOString(),
    sha: random.hex(40),
    environment: 'production',
  },
})
const data: Kind = (random, n) => ({
  path: `${catalog}/custom-data`,
  method: 'PUT',
  body: { [random.pick(services).tag]: [{ key: 'test-coverage', value: n % 100 }] },
})
const guess: Kind = (_, n) => ({ path: '/api/v1/auth/me', body: `guess-${n}`, isAnonymous: true, refused: 401 })
const signIn: Kind = (_, n) => ({
  path: '/api/v1/auth/sign-in',
  method: 'POST',
  body: { email: `nobody-${n % 50}@example.com`, password: 'wrong-password' },
  isAnonymous: true,
  refused: 401,
})

const KINDS = [
  [read, 40],
  [page, 8],
  [everything, 3],
  [search, 10],
  [activity, 6],
  [browser, 10],
  [write, 8],
  [deploy, 10],
  [data, 8],
  [guess, 3],
  [signIn, 1],
] as const

const CLIENTS = 8

const send = async (base: string, bearer: string, { path, method = 'GET', body, isAnonymous }: Request) => {
  const type = typeof body === 'string' ? 'application/openapi;charset=UTF-8' : 'application/json'
  const token = isAnonymous ? (method === 'GET' && typeof body === 'string' ? body : undefined) : bearer
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' ? {} : { 'content-type': type, 'sec-fetch-site': 'same-origin' }),
    },
    ...(method === 'GET' || body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  return response.status
}

const countedAs = (status: number, refused: number | undefined): keyof Counts => {
  if (status < 300) return 'answered'
  if (status === 429 || status === 503) return 'waited'
  return status === refused ? 'refused' : 'failed'
}

const none = (): Counts => ({ answered: 0, refused: 0, waited: 0, failed: 0 })

export const soakClients = (base: string, { bearer }: Filled) => {
  let [counts, isOver, sent] = [none(), false, 0]
  const client = async (number: number) => {
    const random = new Random(number, 'soak')
    while (!isOver) {
      const { refused, ...request } = random.weighted(KINDS)(random, sent++)
      const status = await send(base, bearer, request).catch(() => 0)
      counts[countedAs(status, refused)]++
      await sleep(PAUSE_MS)
    }
  }
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number))
  return {
    /** What happened since it was asked last. */
    take: () => {
      const taken = counts
      counts = none()
      return taken
    },
    stop: async () => {
      isOver = true
      await Promise.all(clients)
    },
  }
}
