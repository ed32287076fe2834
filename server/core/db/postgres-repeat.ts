/** Serializable transactions on PostgreSQL that collide are repeated, as long as their request may wait. */
import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, type Kysely } from 'kysely'
import { codeOf } from './failures.ts'
import { isOutdatedPlan } from './statement-names.ts'
import type { Tables } from './tables.ts'
import { instant, turns } from './turns.ts'

/** The first half of all our advisory locks. */
export const LOCK = 0x706f7274

/** What opens connections and transactions; a handler gets neither. */
export type Builder = Pick<Kysely<Tables>, 'connection' | 'transaction' | 'executeQuery'>

const wantsAnotherTry = (error: unknown) => ['40001', '40P01'].includes(codeOf(error)) || isOutdatedPlan(error)

const LONGEST_PAUSE_MS = 500

const pause = (attempt: number) => sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** attempt))

/** Two keys whose short hashes are the same wait for each other in vain, which is all. */
const lockOf = (key: string) => [LOCK, hash('sha256', key, 'buffer').readInt32BE()]

const untilLeft = (until: number) => Math.max(1, Math.ceil(until - instant()))

/** Waits no longer than what is left, and neither do the transactions that follow on this connection. */
const lock = (on: Builder, key: string, until: number) =>
  on.executeQuery(
    CompiledQuery.raw("select pg_advisory_lock($1, $2) from (select set_config('lock_timeout', $3, false)) as wait", [
      ...lockOf(key),
      String(untilLeft(until)),
    ]),
  )

/** Where this fails the connection is given up, and the lock with it. */
const unlock = (on: Builder, key: string) =>
  on
    .executeQuery(
      CompiledQuery.raw("select pg_advisory_unlock($1, $2), set_config('lock_timeout', '0', false)", lockOf(key)),
    )
    .catch(() => {})

const again = async <T>(attempt: () => Promise<T>, until: number, wait: (attempts: number) => unknown): Promise<T> => {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (!wantsAnotherTry(error) || instant() >= until) throw error
      await wait(attempts)
    }
  }
}

type Attempt<T> = (on: Builder) => Promise<T>

/** Undefined where it collided with another. */
const once = async <T>(attempt: () => Promise<T>): Promise<{ readonly done: T } | undefined> => {
  try {
    return { done: await attempt() }
  } catch (error) {
    if (!wantsAnotherTry(error)) throw error
    return undefined
  }
}

/**
 * Serializable transactions that got in each other's way are repeated. Those with the same key then take turns: in this process,
 * where fewer of them go on at once, and with a lock in the database among all processes.
 */
export const repeater = (db: Builder) => {
  const { enter } = turns()

  const locked = <T>(key: string, until: number, work: Attempt<T>): Promise<T> => {
    const signal = AbortSignal.timeout(untilLeft(until))
    const onOne = async (one: Builder) => {
      await lock(one, key, until)
      return work(one).finally(() => unlock(one, key))
    }
    return db.connection().execute(onOne, { signal })
  }

  const freely = async <T>(key: string, until: number, attempt: Attempt<T>) => {
    const turn = await enter(key, until)
    try {
      const done = await once(() => attempt(db))
      if (done) turn.succeeded()
      else turn.collided()
      return done
    } finally {
      turn.leave()
    }
  }

  return async <T>(key: string | undefined, until: number, attempt: Attempt<T>): Promise<T> => {
    if (key === undefined) return again(() => attempt(db), until, pause)
    const free = await freely(key, until, attempt)
    if (free) return free.done
    const turn = await enter(key, until, true)
    try {
      return await locked(key, until, one => again(() => attempt(one), until, turn.collided))
    } finally {
      turn.leave()
    }
  }
}
