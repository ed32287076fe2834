/** What remembering every call costs at 10,000 active tokens: CPU a request, storing included, and memory. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { raiserOf } from '../server/core/changes/events.ts'
import { openSqlite } from '../server/core/db/sqlite.ts'
import { activityOf, type Call } from '../server/identity/activity/activity.ts'
import { median } from './load.ts'

const TOKENS = 10_000
const WINDOWS = 7
/** As many as a busy server answers between two flushes. */
const CALLS_A_WINDOW = 30_000

const heap = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const cpu = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

const callOf = (n: number, at: number): Call => ({
  cid: `pt${String(n % TOKENS).padStart(16, '0')}`,
  last4: 'abcd',
  method: 'GET',
  operation: 'getEntityDetails',
  route: '/api/v1/catalog/{tagOrId}',
  status: 200,
  reason: null,
  address: `10.0.${n % 250}.${n % 7}`,
  client: 'curl 8.5.0',
  at,
})

type Costs = { recording: number; storing: number; megabytes: number }

/** In a process of its own: what else the bench holds in memory must not count. */
export const activityCosts = (folder: string): Costs =>
  JSON.parse(execFileSync(process.execPath, ['--expose-gc', import.meta.filename, folder], { encoding: 'utf8' }))

const measure = async (folder: string): Promise<Costs> => {
  const database = openSqlite(join(folder, 'activity.db'))
  await database.migrate()
  const activity = activityOf(database, { hasMail: false, raiserOf: raiserOf([]) })
  const calls = Array.from({ length: CALLS_A_WINDOW }, (_, n) => callOf(n, Date.now()))
  const before = heap()
  const [recording, storing, memory]: [number[], number[], number[]] = [[], [], []]
  for (let window = 0; window < WINDOWS; window++) {
    const start = cpu()
    for (const call of calls) activity.record(call)
    recording.push((cpu() - start) / CALLS_A_WINDOW)
    memory.push(heap() - before)
    const recorded = cpu()
    await activity.flush()
    storing.push((cpu() - recorded) / CALLS_A_WINDOW)
  }
  await database.close()
  return { recording: median(recording), storing: median(storing), megabytes: Math.max(...memory) / 2 ** 20 }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await measure(process.argv[2] ?? '')))
