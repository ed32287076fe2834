/** The jobs that this process is running: it renews their leases, and tells each job that it has lost. */
import { type Claim, change, isHeld } from './claims.ts'
import type { JobParts } from './dispatcher.ts'
import { type Job, JobLost } from './kinds.ts'
import type { JobRow } from './tables.ts'

/** Milliseconds. What remains of a lease between two renewals is more than the clocks of servers differ. */
export type LeaseTimes = { readonly ms: number; readonly renewEveryMs: number }

export const USUAL_LEASE: LeaseTimes = { ms: 90_000, renewEveryMs: 10_000 }
const PROGRESS_EVERY_MS = 1000

/** The reason of a job's signal when the node stops. */
export class Stopping extends Error {
  constructor() {
    super('this node stops')
  }
}

type Parts = JobParts & { readonly lease: LeaseTimes; readonly fault: (error: unknown) => void }

type Held = {
  readonly claim: Claim
  readonly controller: AbortController
  /** When the lease ends, as far as this process knows. */
  until: number
  asking: Promise<void> | undefined
}

const lose = ({ claim, controller }: Held): JobLost => {
  const lost = new JobLost(claim.key)
  controller.abort(lost)
  return lost
}

/** What a handler gets. */
const jobOf = ({ database, clock, lease }: Parts, held: Held): Job => {
  const { claim, controller } = held
  const { signal } = controller
  let saidAt = Number.NEGATIVE_INFINITY
  return {
    database,
    clock,
    key: claim.key,
    signal,
    // updating the row first makes a newer job, or another node, wait until this transaction ends
    write: (work, options) =>
      database.transaction(async db => {
        if (!(await change(db, claim, { leased_until: clock() + lease.ms }))) throw lose(held)
        return work(db)
      }, options),
    async progress(done, of) {
      signal.throwIfAborted()
      const now = performance.now()
      if (now - saidAt < PROGRESS_EVERY_MS) return
      saidAt = now
      if (!(await database.transaction(db => change(db, claim, { done, of })))) throw lose(held)
    },
  }
}

export type Leases = {
  /** Runs a claimed job, and renews its lease until it ends. */
  hold<T>(row: JobRow, work: (job: Job) => Promise<T>): Promise<T>
  /** Checks that each job still belongs to this process. */
  look(): void
  /** Aborts the signal of every job. */
  stop(): void
  /** Ends the renewals. */
  close(): void
}

export const leasesOf = (parts: Parts): Leases => {
  const { database, clock, lease, fault } = parts
  const all = new Set<Held>()
  let isStopping = false

  const renew = async (held: Held) => {
    const until = clock() + lease.ms
    if (!(await database.transaction(db => change(db, held.claim, { leased_until: until })))) lose(held)
    held.until = until
  }

  const look = async (held: Held) => {
    if (!(await isHeld(database.db, held.claim))) lose(held)
  }

  /** If a lease could not be renewed in time, another node may have the job by now. */
  const ask = (what: (held: Held) => Promise<void>) => {
    for (const held of all) {
      if (held.asking || held.controller.signal.reason instanceof JobLost) continue
      held.asking = what(held)
        .catch(error => {
          fault(error)
          if (held.until <= clock()) lose(held)
        })
        .finally(() => {
          held.asking = undefined
        })
    }
  }

  const timer = setInterval(() => ask(renew), lease.renewEveryMs).unref()

  return {
    async hold(row, work) {
      const controller = new AbortController()
      const held: Held = { claim: row, controller, until: row.leased_until ?? 0, asking: undefined }
      if (isStopping) controller.abort(new Stopping())
      all.add(held)
      try {
        return await work(jobOf(parts, held))
      } finally {
        all.delete(held)
        await held.asking
      }
    },
    look: () => ask(look),
    stop() {
      isStopping = true
      for (const { controller } of all) controller.abort(new Stopping())
    },
    close: () => clearInterval(timer),
  }
}
