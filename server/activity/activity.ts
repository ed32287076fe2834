/** What each bearer did, refused attempts included: gathered in memory and stored in batches, so that no request writes for it. */
import { setImmediate } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import { placesOf } from './places.ts'
import { type Row, rowOf, storeOf } from './store.ts'

export const DAY = 86_400_000
export const HOUR = 3_600_000

export type Call = {
  readonly cid: string
  readonly last4: string
  readonly method: string
  readonly route: string
  readonly status: number
  /** Why the credential was refused; null where it was let in. */
  readonly reason: string | null
  readonly address: string
  readonly client: string
  readonly at: number
}

/** Calls that are alike within one hour; `hour` counts hours since 1970. */
export type Gathered = Omit<Call, 'at'> & {
  readonly hour: number
  readonly firstAt: number
  lastAt: number
  count: number
  refused: number
}

export type Activity = {
  record(call: Call): void
  flush(): Promise<void>
}

/** Beyond this many waiting rows a flush begins at once, so that memory stays bounded. */
const MOST_WAITING = 20_000
const CHUNK = 500
/** Different rows of one bearer in one day; what comes after is told by its outcome alone. */
const MOST_ROWS_A_DAY = 500
/** Of how many rows of the day is remembered that they exist. */
const MOST_REMEMBERED = 200_000
const OTHERS = '(others)'

const hourOf = (at: number) => Math.floor(at / HOUR)

const keyOf = (call: Omit<Call, 'at'>, hour: number) =>
  `${call.cid}|${hour}|${call.status}|${call.method}|${call.route}|${call.address}|${call.client}|${call.reason}|${call.last4}`

/** Counts the different rows of each bearer and day, so that made-up clients cost a fixed amount. */
const rowLimit = () => {
  let day = 0
  const known = new Set<string>()
  const counts = new Map<string, number>()
  const forget = () => {
    known.clear()
    counts.clear()
  }
  return (one: Gathered): Row => {
    const today = Math.floor((one.hour * HOUR) / DAY)
    if (today !== day || known.size >= MOST_REMEMBERED) forget()
    day = today
    const row = rowOf(one)
    if (known.has(row.id)) return row
    const count = counts.get(one.cid) ?? 0
    if (count >= MOST_ROWS_A_DAY) return rowOf({ ...one, address: OTHERS, client: OTHERS })
    known.add(row.id)
    counts.set(one.cid, count + 1)
    return row
  }
}

const byCid = (a: Gathered, b: Gathered) => (a.cid < b.cid ? -1 : 1)

export const activityOf = (database: Database, options: { hasMail: boolean }): Activity => {
  let waiting = new Map<string, Gathered>()
  let flushing: Promise<void> = Promise.resolve()
  const store = storeOf(database)
  const places = placesOf(options)
  const limited = rowLimit()

  const keepForNext = (rows: readonly Gathered[]) => {
    for (const row of rows) {
      const key = keyOf(row, row.hour)
      const known = waiting.get(key)
      if (known) {
        known.count += row.count
        known.refused += row.refused
      } else waiting.set(key, row)
    }
  }

  const storeChunk = async (chunk: readonly Gathered[]) => {
    const rows = chunk.map(limited)
    const fresh = places.unknownIn(chunk)
    await database.transaction(async db => {
      await store(rows, db)
      await places.store(fresh, db)
    })
    places.remember(fresh)
  }

  const flushOnce = async () => {
    const rows = [...waiting.values()].sort(byCid)
    waiting = new Map()
    while (rows.length > 0) {
      try {
        await storeChunk(rows.slice(0, CHUNK))
      } catch (error) {
        keepForNext(rows)
        throw error
      }
      rows.splice(0, CHUNK)
      await setImmediate() // lets waiting requests run between two chunks
    }
  }

  const flush = () => {
    flushing = flushing.catch(() => {}).then(flushOnce)
    return flushing
  }

  return {
    record(call) {
      const hour = hourOf(call.at)
      const key = keyOf(call, hour)
      const refused = call.reason === null ? 0 : 1
      const known = waiting.get(key)
      if (known) {
        known.count++
        known.refused += refused
        known.lastAt = call.at
        return
      }
      const { cid, last4, method, route, status, reason, address, client, at } = call
      waiting.set(key, {
        cid,
        last4,
        method,
        route,
        status,
        reason,
        address,
        client,
        hour,
        count: 1,
        refused,
        firstAt: at,
        lastAt: at,
      })
      if (waiting.size === MOST_WAITING) flush().catch(() => {})
    },
    flush,
  }
}
