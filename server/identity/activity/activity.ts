/** What each bearer did, refused attempts included: gathered in memory and stored in batches, so that no request writes for it. */
import { setImmediate } from 'node:timers/promises'
import type { Database } from '../../core/db/database.ts'
import { flushing } from '../../core/db/flushing.ts'
import { OTHERS, waitingRows } from '../../core/db/waiting.ts'
import { placesOf, type RaiseOptions } from './places.ts'
import { type Row, rowOf, storeOf } from './store.ts'

export const DAY = 86_400_000
export const HOUR = 3_600_000

export type Call = {
  readonly cid: string
  readonly last4: string
  readonly method: string
  readonly route: string
  /** The ID of the operation; null where there is none at that address. */
  readonly operation: string | null
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
  firstAt: number
  lastAt: number
  count: number
  refused: number
}

export type Activity = {
  record(call: Call): void
  flush(): Promise<void>
}

/** At this many waiting rows a flush begins at once; where it fails, the oldest are folded. */
const MOST_WAITING = 20_000
const CHUNK = 500
/** Different rows of one bearer in one day; later calls are distinguished only by outcome. */
const MOST_ROWS_A_DAY = 500
/** Of how many rows of the day is remembered that they exist. */
const MOST_REMEMBERED = 200_000

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

/** First the calls of one bearer in one hour that ended alike, then the calls of an hour. */
const coarser = (row: Gathered): Gathered | undefined => {
  if (row.cid === OTHERS) return undefined
  const one = { ...row, method: OTHERS, route: OTHERS, operation: null, address: OTHERS, client: OTHERS }
  return row.route === OTHERS ? { ...one, cid: OTHERS, last4: '', status: 0, reason: null } : one
}

const add = (into: Gathered, { count, refused, firstAt, lastAt }: Gathered) => {
  into.count += count
  into.refused += refused
  into.firstAt = Math.min(into.firstAt, firstAt)
  into.lastAt = Math.max(into.lastAt, lastAt)
}

const byCid = (a: Gathered, b: Gathered) => (a.cid < b.cid ? -1 : 1)

export const activityOf = (database: Database, options: RaiseOptions): Activity => {
  const waiting = waitingRows<Gathered>({ most: MOST_WAITING, keyOf: row => keyOf(row, row.hour), add, coarser })
  const store = storeOf(database)
  const places = placesOf(options)
  const limited = rowLimit()

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
    const rows = waiting.take().sort(byCid)
    while (rows.length > 0) {
      try {
        await storeChunk(rows.slice(0, CHUNK))
      } catch (error) {
        waiting.putBack(rows.sort((a, b) => a.hour - b.hour))
        throw error
      }
      rows.splice(0, CHUNK)
      await setImmediate() // lets waiting requests run between two chunks
    }
  }

  const { flush, whenFull } = flushing(flushOnce, () => waiting.size() >= MOST_WAITING)

  return {
    record(call) {
      const hour = hourOf(call.at)
      const refused = call.reason === null ? 0 : 1
      const known = waiting.find(keyOf(call, hour))
      if (known) {
        known.count++
        known.refused += refused
        known.lastAt = call.at
        return
      }
      const { cid, last4, method, route, operation, status, reason, address, client, at } = call
      const alike = { cid, last4, method, route, operation, status, reason, address, client, hour }
      waiting.put({ ...alike, count: 1, refused, firstAt: at, lastAt: at })
      whenFull()
    },
    flush,
  }
}

declare module '../../core/services/services.ts' {
  interface AppServices {
    /** Stores what this server still has in memory, so that a call of a second ago shows. Never fails. */
    readonly storeActivity: () => Promise<void>
  }
}
