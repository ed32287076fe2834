/** What became of a transaction whose commit was sent and never answered (PostgreSQL). */
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoneClient, Pool } from './postgres-pool.ts'
import { instant } from './turns.ts'

export const LONGEST_SEARCH_MS = 3_000
const LOOK_AGAIN_MS = 50

export type Lost = {
  /** The process on the server that was to carry out the commit. */
  readonly backend: number | undefined
  readonly requestId: string
  /** An ordered ID that was made when the transaction began: its audit rows have later ones. */
  readonly since: string
}

export type Fate = 'stored' | 'not stored' | 'unknown'

const isThere = async (client: LoneClient, text: string, values: (string | number)[]) =>
  (await client.query({ text, values })).rows.length > 0

/** The process first: once it is gone, what it did not store by then will never be stored. */
const look = async (client: LoneClient, { backend, requestId, since }: Lost): Promise<Fate> => {
  const isGone =
    backend !== undefined && !(await isThere(client, 'select from pg_stat_activity where pid = $1', [backend]))
  const isStored = await isThere(client, 'select from audit_logs where id > $1 and request_id = $2 limit 1', [
    since,
    requestId,
  ])
  if (isStored) return 'stored'
  return isGone ? 'not stored' : 'unknown'
}

const search = async (client: LoneClient, lost: Lost, until: number): Promise<Fate> => {
  for (;;) {
    const fate = await look(client, lost)
    if (fate !== 'unknown' || instant() >= until) return fate
    await sleep(LOOK_AGAIN_MS)
  }
}

/** Looks on connections of its own, until it is known or the time is over. */
export const fateOf = async (
  connectAlone: NonNullable<Pool['connectAlone']>,
  lost: Lost,
  longestMs: number,
): Promise<Fate> => {
  const until = instant() + longestMs
  while (instant() < until) {
    const client = await connectAlone(Math.ceil(until - instant())).catch(() => undefined)
    try {
      if (client) return await search(client, lost, until)
    } catch {
      // this connection was lost as well: another one, while there is time
    } finally {
      client?.end().catch(() => {})
    }
    await sleep(LOOK_AGAIN_MS)
  }
  return 'unknown'
}
