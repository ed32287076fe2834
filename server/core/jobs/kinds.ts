/** What kinds of jobs there are, and what a handler of one gets. */
import type { Static, TSchema } from 'typebox'
import type { TransactionOptions, Work } from '../db/database.ts'
import type { JobParts } from './dispatcher.ts'
import { readPayload } from './payload.ts'

/** The payload of a job that needs none. */
export type NoPayload = Record<string, never>

/** Kind → payload, never with a secret. A slice adds its own with `declare module`. */
export interface Jobs {
  'clean-up': NoPayload
}

/** Thrown when a newer job replaced this one, or its lease ended. Nothing is written then. */
export class JobLost extends Error {
  constructor(key: string) {
    super(`the job ${key} is no longer this worker’s: a newer one replaced it, or its lease ended`)
  }
}

export type Job = JobParts & {
  readonly key: string
  /** Aborted when the job is lost or this node stops. An error thrown after that does not count as a failure. */
  readonly signal: AbortSignal
  /**
   * Reports progress: `done` of `of`. Stored at most once a second.
   * @throws JobLost, or the reason of the signal
   */
  progress(done: number, of: number): Promise<void>
  /**
   * A write transaction that commits only while this worker still has the job, so that an older job never overwrites the result of a newer one.
   * @throws JobLost, with nothing written
   */
  write<T>(work: Work<T>, options?: TransactionOptions): Promise<T>
}

/** It is due again after so many milliseconds; otherwise it is done. */
export type Again = { readonly againInMs: number } | undefined

/** Does the work outside any transaction. */
export type AnyHandler = {
  (payload: string, job: Job): Promise<Again>
  /** Of a job that is done for ever: how often. */
  readonly everyMs?: number
}

export type JobHandler<Payload> = AnyHandler & {
  /** Exists only as a type: it keeps the payload that is enqueued and the one that is read the same. */
  readonly payload?: (payload: Payload) => Payload
}

export type JobHandlers = { readonly [K in keyof Jobs]?: JobHandler<Jobs[K]> }

/** The payload is checked when it is read: another version of the product may have written it. */
export const handlerOf =
  <S extends TSchema>(
    schema: S,
    work: (payload: NoInfer<Static<S>>, job: Job) => Promise<Again>,
  ): JobHandler<Static<S>> =>
  async (payload, job) =>
    work(readPayload(schema, payload), job)

/** A job that there is one of, done for ever, however often it fails. */
export const recurring = (everyMs: number, work: (job: Job) => Promise<unknown>): JobHandler<NoPayload> =>
  Object.assign((_: string, job: Job) => work(job).then(() => ({ againInMs: everyMs })), { everyMs })
