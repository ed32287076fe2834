/**
 * `npm run bench -- readers`: how long an entity read takes while 8 clients page through 100,000 entities, search and export, and while
 * nobody does. The clients are a process of their own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPortico } from './process.ts'
import { addSession, seed } from './seed.ts'

const ENTITIES = 100_000
const TOKENS = 10_000
const PORT = 4717
const EVERY_MS = 4

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const readOnce = (url: string, authorization: string) =>
  new Promise<number>((resolve, reject) => {
    const start = performance.now()
    get(url, { agent, headers: { authorization } }, answer => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200
          ? resolve(performance.now() - start)
          : reject(new Error(`the read got ${answer.statusCode}`)),
      )
    }).once('error', reject)
  })

/** Milliseconds of reads that are sent at a steady pace, in order of length. */
const paced = async (url: string, authorization: string, seconds: number): Promise<number[]> => {
  const latencies: number[] = []
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    latencies.push(await readOnce(url, authorization))
    await sleep(EVERY_MS)
  }
  return latencies.toSorted((a, b) => a - b)
}

const at = (latencies: readonly number[], share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
const figures = (latencies: readonly number[]) =>
  `p50 ${at(latencies, 0.5).toFixed(2)} ms, p99 ${at(latencies, 0.99).toFixed(2)} ms, longest ${at(latencies, 0.9999).toFixed(1)} ms of ${latencies.length}`

export type Spans = { readonly folder: string; readonly rounds: number; readonly seconds: number }

export const benchReaders = async ({ folder, rounds, seconds }: Spans, say: (line: string) => void) => {
  const seeded = await seed(folder, { tokens: TOKENS, entities: ENTITIES })
  const cookie = addSession(seeded)
  const server = await startPortico(seeded.folder, PORT)
  const [url, authorization] = [`${server.url}/api/v1/catalog/${seeded.plainTag}`, `Bearer ${seeded.secret}`]
  try {
    await paced(url, authorization, 1)
    for (let round = 0; round < rounds; round++) {
      const calm = await paced(url, authorization, seconds)
      const clients = spawn(
        process.execPath,
        [join(import.meta.dirname, 'busy-clients.ts'), server.url, cookie, String(ENTITIES)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const failed = once(clients, 'exit')
      await once(clients.stdout, 'data')
      await sleep(1000)
      const busy = await paced(url, authorization, seconds)
      if (clients.exitCode !== null) throw new Error('the clients failed')
      clients.kill()
      await failed
      const most = Math.max(2 * at(calm, 0.99), 5)
      say(
        `entity read, calm: ${figures(calm)}; with 8 busy clients: ${figures(busy)}; p99 ${at(busy, 0.99) <= most ? 'within' : 'BEYOND'} ${most.toFixed(1)} ms`,
      )
    }
  } finally {
    agent.destroy()
    await server.stop()
  }
}
