/** The thread that `reads.ts` gives its orders to. */
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { CompiledQuery } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Place } from '../db/open.ts'
import { answerTasks } from '../threads/task-thread.ts'
import { textTask } from './text-task.ts'

const openPostgresReads = async (url: string): Promise<Db> => {
  const [{ openPostgres }, { poolAt }] = await Promise.all([
    import('../db/postgres.ts'),
    import('../db/postgres-pool.ts'),
  ])
  return openPostgres(poolAt(url, { max: 1 })).db
}

const openReads = async (place: Place): Promise<Db> => {
  if ('url' in place) return openPostgresReads(place.url)
  const { openSqliteReads } = await import('../db/sqlite.ts')
  return openSqliteReads(place.file)
}

/** Behind the thread that serves everybody. On Linux, a thread has a priority of its own; elsewhere it would be the whole process's. */
if (process.platform === 'linux') setPriority(10)

const given: { place: Place; modules: readonly string[] } = workerData
const db = await openReads(given.place)

const query = (sql: string, parameters: readonly unknown[]) => db.executeQuery(CompiledQuery.raw(sql, [...parameters]))

type Read = (db: Db, ...args: readonly unknown[]) => Promise<unknown>

const isRead = (value: unknown): value is Read => typeof value === 'function'

/** The functions of the modules, by their own names, and as what answers a text; the database is this thread's. */
const readsOf = async (modules: readonly string[]) => {
  const loaded: object[] = await Promise.all(modules.map(module => import(module)))
  const reads = loaded.flatMap(module => Object.values(module)).filter(isRead)
  return Object.fromEntries(
    reads.flatMap(read => {
      const run = (...args: readonly unknown[]) => read(db, ...args)
      return [
        [read.name, run],
        [textTask(read.name), async (...args: readonly unknown[]) => JSON.stringify(await run(...args))],
      ]
    }),
  )
}

answerTasks({ query, ...(await readsOf(given.modules)) })
