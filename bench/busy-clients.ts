/**
 * A process of its own: 8 clients that page through the catalog, search it and export everybody's tokens until they are stopped.
 * node bench/busy-clients.ts URL COOKIE ENTITIES
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { BROWSER } from './scenarios.ts'

const [base = '', cookie = '', entities = '0'] = process.argv.slice(2)
const LAST_PAGE = Math.floor(Number(entities) / 100) - 5
const CLIENTS = 8

/** No two questions in a row are the same, so that nothing answers from what it remembers. */
const questions: ((n: number) => string)[] = [
  n => `/api/v1/catalog?pageSize=100&includeOwners=true&page=${(n * 37) % LAST_PAGE}`,
  n => `/api/v1/catalog?pageSize=100&hierarchyDepth=full&page=${(n * 53) % LAST_PAGE}`,
  n => `/api/v1/catalog?pageSize=50&query=service%20number%20${n % 1000}`,
  n => `/api/v1/catalog?pageSize=250&query=runbook&page=${n % 300}`,
]
const exported = '/api/v1/personal-tokens/csv'

const headers = { cookie: `portico_session=${cookie}`, ...BROWSER }

const ask = async (path: string) => {
  const answer = await fetch(base + path, { headers })
  await answer.arrayBuffer()
  // 503: so many are waiting already that the server says so at once
  if (answer.status !== 200 && answer.status !== 503) throw new Error(`${path} answered ${answer.status}`)
  if (answer.status === 503) await sleep(100)
}

let count = 0
const client = async (number: number) => {
  for (;;) {
    const question = questions[number % questions.length]
    await ask(number === CLIENTS - 1 || !question ? exported : question(count++))
  }
}

process.stdout.write('asking\n')
await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))
