/** Jobs of kinds that exist for tests. */
import * as T from 'typebox'
import type { Database } from '../db/database.ts'
import type { JobParts } from './dispatcher.ts'
import { handlerOf, type Job } from './kinds.ts'
import { enqueue, type NewJob } from './queue.ts'

const Note = T.Object({ key: T.String() })

declare module './kinds.ts' {
  interface Jobs {
    note: { key: string }
    slow: { key: string }
    fails: NoPayload
  }
}

/** Does with the key what the test wants. */
export const noted = (work: (key: string, job: Job) => Promise<unknown>) =>
  handlerOf(Note, async ({ key }, job) => {
    await work(key, job)
    return undefined
  })

type Other = {
  readonly kind?: 'note' | 'slow'
  readonly lane?: string
  readonly runAt?: number
  readonly says?: string
}

/** Enqueues a note with this key; `says` is what its handler gets, the key unless said otherwise. */
export const put = (
  database: Database,
  key: string,
  { kind = 'note', says = key, ...other }: Other = {},
  now = 1000,
) => {
  const job: NewJob = { key, kind, payload: { key: says }, ...other }
  return database.transaction(db => enqueue(db, job, now))
}

/** What a handler gets that is called without any runner. */
export const aJob = (parts: JobParts): Job => ({
  ...parts,
  key: 'a test',
  signal: new AbortController().signal,
  progress: async () => {},
  write: parts.database.transaction,
})
