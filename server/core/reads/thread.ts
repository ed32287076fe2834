/** The thread that `reads.ts` gives its orders to. */
import { workerData } from 'node:worker_threads'
import { CompiledQuery } from 'kysely'
import { entitiesAsText, familyAsText } from '../../catalog/entities/long-reads.ts'
import { previewOf } from '../../identity/enforcement/survey.ts'
import type { Db } from '../db/database.ts'
import type { Place } from '../db/open.ts'
import { answerTasks } from '../threads/task-thread.ts'

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

const db = await openReads(workerData)

const query = (sql: string, parameters: readonly unknown[]) => db.executeQuery(CompiledQuery.raw(sql, [...parameters]))

const here =
  <Args extends readonly unknown[], T>(read: (db: Db, ...args: Args) => Promise<T>) =>
  (...args: Args) =>
    read(db, ...args)

answerTasks({
  query,
  entitiesAsText: here(entitiesAsText),
  familyAsText: here(familyAsText),
  previewOf: here(previewOf),
})
