/** Last use of credentials and sessions: gathered in memory, flushed in one batch every few seconds and on shutdown. */
import type { Database, Db } from '../db/database.ts'

type Use = { at: number; address: string; client: string }

const CHUNK = 500
/** Beyond this many waiting credentials a flush begins at once, so that memory stays bounded. */
const MOST_WAITING = 20_000

export type Usage = {
  credential(cid: string, at: number, address: string, client: string): void
  session(hash: string, at: number): void
  flush(): Promise<void>
  /** What is gathered and not yet stored, so that a page can show a use of a second ago. */
  pending(cid: string): Use | undefined
}

const flushCredentials = async (db: Db, uses: readonly (readonly [string, Use])[]) => {
  for (const [cid, { at, address, client }] of uses)
    await db
      .updateTable('credentials')
      .set({ last_used_at: at, last_used_address: address, last_used_client: client })
      .where('cid', '=', cid)
      .where(eb => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)]))
      .execute()
}

const flushSessions = async (db: Db, uses: readonly (readonly [string, number])[]) => {
  for (const [hash, at] of uses)
    await db
      .updateTable('sessions')
      .set({ last_seen_at: at })
      .where('hash', '=', hash)
      .where('last_seen_at', '<', at)
      .execute()
}

const byId = <T extends readonly [string, unknown]>(entries: Iterable<T>): T[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1))

const chunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, i) => list.slice(i * CHUNK, (i + 1) * CHUNK))

/** Lets waiting requests run between two chunks. */
const yieldToRequests = () => new Promise(resolve => setImmediate(resolve))

export const usageOf = (database: Database): Usage => {
  let credentials = new Map<string, Use>()
  let sessions = new Map<string, number>()
  let flushing: Promise<void> = Promise.resolve()

  const flushOnce = async () => {
    const [uses, seen] = [credentials, sessions]
    credentials = new Map()
    sessions = new Map()
    try {
      for (const chunk of chunks(byId(uses))) {
        await database.transaction(db => flushCredentials(db, chunk))
        await yieldToRequests()
      }
      for (const chunk of chunks(byId(seen))) {
        await database.transaction(db => flushSessions(db, chunk))
        await yieldToRequests()
      }
    } catch (error) {
      // kept for the next flush, unless newer uses came in the meantime
      credentials = new Map([...uses, ...credentials])
      sessions = new Map([...seen, ...sessions])
      throw error
    }
  }

  const flush = () => {
    flushing = flushing.catch(() => {}).then(flushOnce)
    return flushing
  }

  return {
    credential(cid, at, address, client) {
      const use = credentials.get(cid)
      if (use) {
        use.at = at
        use.address = address
        use.client = client
        return
      }
      credentials.set(cid, { at, address, client })
      if (credentials.size === MOST_WAITING) flush().catch(() => {})
    },
    session(hash, at) {
      sessions.set(hash, at)
    },
    flush,
    pending: cid => credentials.get(cid),
  }
}
