/** Last use of credentials and sessions: gathered in memory, flushed in one batch every few seconds and on shutdown. */
import { setImmediate } from 'node:timers/promises'
import type { Database, Db } from '../../core/db/database.ts'
import { flushing } from '../../core/db/flushing.ts'

/** A use of one secret of a credential, told apart by its last four characters. */
export type Use = { readonly last4: string; at: number; address: string; client: string }

const CHUNK = 500
/**
 * At this many waiting credentials or sessions a flush begins at once. While nothing can be stored, those used longest ago are forgotten
 * beyond it, so that memory stays bounded: they count as unused since what was stored before.
 */
const MOST_WAITING = 20_000

/** A credential that was let in: when, and by whom. */
type UsedCredential = {
  readonly credential: { readonly cid: string; readonly last4: string }
  readonly at: number
  readonly address: string
  readonly client: string
}

export type Usage = {
  credential(used: UsedCredential): void
  session(hash: string, at: number): void
  flush(): Promise<void>
  /** What is gathered and not yet stored, so that a page can show a use of a second ago. */
  pending(cid: string): readonly Use[]
}

const flushUse = async (db: Db, cid: string, { last4, at, address, client }: Use) => {
  const used = { last_used_at: at, last_used_address: address, last_used_client: client }
  await db
    .insertInto('credential_uses')
    .values({ cid, ...used })
    .onConflict(on => on.column('cid').doUpdateSet(used).where('credential_uses.last_used_at', '<', at))
    .execute()
  await db
    .insertInto('secret_uses')
    .values({ cid, last4, ...used })
    .onConflict(on => on.columns(['cid', 'last4']).doUpdateSet(used).where('secret_uses.last_used_at', '<', at))
    .execute()
}

const flushCredentials = async (db: Db, uses: readonly (readonly [string, readonly Use[]])[]) => {
  for (const [cid, ofSecrets] of uses) for (const use of ofSecrets) await flushUse(db, cid, use)
}

const NONE: readonly Use[] = []

const flushSessions = async (db: Db, uses: readonly (readonly [string, number])[]) => {
  for (const [hash, at] of uses)
    await db
      .insertInto('session_uses')
      .values({ hash, last_seen_at: at })
      .onConflict(on => on.column('hash').doUpdateSet({ last_seen_at: at }).where('session_uses.last_seen_at', '<', at))
      .execute()
}

const byId = <T extends readonly [string, unknown]>(entries: Iterable<T>): T[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1))

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, i) => list.slice(i * CHUNK, (i + 1) * CHUNK))

/** Adds as the newest of at most so many. */
const putNewest = <V>(map: Map<string, V>, key: string, value: V) => {
  map.delete(key)
  map.set(key, value)
  if (map.size <= MOST_WAITING) return
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}

/** What could not be stored, as the oldest. */
const putBack = <V>(older: Map<string, V>, newer: ReadonlyMap<string, V>, merged: (older: V, newer: V) => V) => {
  for (const [key, value] of newer) {
    const known = older.get(key)
    putNewest(older, key, known === undefined ? value : merged(known, value))
  }
  return older
}

/** The newest use of each secret. */
const newestOf = (older: readonly Use[], newer: readonly Use[]): Use[] => [
  ...older.filter(({ last4 }) => newer.every(use => use.last4 !== last4)),
  ...newer,
]

export const usageOf = (database: Database): Usage => {
  let credentials = new Map<string, readonly Use[]>()
  let sessions = new Map<string, number>()

  const flushOnce = async () => {
    const [uses, seen] = [credentials, sessions]
    credentials = new Map()
    sessions = new Map()
    try {
      for (const chunk of chunks(byId(uses))) {
        await database.transaction(db => flushCredentials(db, chunk))
        await setImmediate() // lets waiting requests run between two chunks
      }
      for (const chunk of chunks(byId(seen))) {
        await database.transaction(db => flushSessions(db, chunk))
        await setImmediate() // lets waiting requests run between two chunks
      }
    } catch (error) {
      // kept for the next flush, unless newer uses came in the meantime
      credentials = putBack(uses, credentials, newestOf)
      sessions = putBack(seen, sessions, (_, newer) => newer)
      throw error
    }
  }

  const { flush, whenFull } = flushing(flushOnce, () => Math.max(credentials.size, sessions.size) >= MOST_WAITING)

  return {
    credential({ credential: { cid, last4 }, at, address, client }) {
      const uses = credentials.get(cid)
      const use = uses?.find(one => one.last4 === last4)
      if (use) {
        use.at = at
        use.address = address
        use.client = client
        return
      }
      putNewest(credentials, cid, [...(uses ?? NONE), { last4, at, address, client }])
      whenFull()
    },
    session(hash, at) {
      putNewest(sessions, hash, at)
      whenFull()
    },
    flush,
    pending: cid => credentials.get(cid) ?? NONE,
  }
}

declare module '../../core/services/services.ts' {
  interface AppServices {
    readonly usage: Usage
  }
}
