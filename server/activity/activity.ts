/** What each bearer did, refused attempts included: gathered in memory and stored in batches, so that no request writes for it. */
import { hash } from 'node:crypto'
import type { Database, Db } from '../db/database.ts'
import type { TokenUses } from '../db/tables.ts'
import { storePlaces } from './places.ts'

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

/** Calls that are alike within one hour. */
export type Gathered = Omit<Call, 'at'> & {
  readonly hour: number
  count: number
  readonly firstAt: number
  lastAt: number
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
const OTHERS = '(others)'

const hourOf = (at: number) => Math.floor(at / HOUR)

const keyOf = (call: Call, hour: number) =>
  `${call.cid}|${hour}|${call.status}|${call.method}|${call.route}|${call.address}|${call.client}|${call.reason}|${call.last4}`

const rowOf = ({
  cid,
  last4,
  method,
  route,
  status,
  reason,
  address,
  client,
  hour,
  count,
  firstAt,
  lastAt,
}: Gathered): TokenUses => {
  const day = Math.floor((hour * HOUR) / DAY) * DAY
  const alike = [cid, day, method, route, status, reason, address, client, last4]
  const id = hash('sha256', JSON.stringify(alike)).slice(0, 32)
  return {
    id,
    cid,
    day,
    method,
    route,
    status,
    reason,
    address,
    client,
    last4,
    count,
    first_at: firstAt,
    last_at: lastAt,
  }
}

const add = (db: Db, row: TokenUses) =>
  db
    .insertInto('token_uses')
    .values(row)
    .onConflict(on =>
      on.column('id').doUpdateSet(eb => ({
        count: eb('token_uses.count', '+', row.count),
        last_at: eb
          .case()
          .when('token_uses.last_at', '<', row.last_at)
          .then(row.last_at)
          .else(eb.ref('token_uses.last_at'))
          .end(),
      })),
    )
    .execute()

/** Bearers that have all the rows a day may have. */
const fullOnes = async (db: Db, rows: readonly TokenUses[]) => {
  const counted = await db
    .selectFrom('token_uses')
    .select(['cid', 'day'])
    .where('cid', 'in', [...new Set(rows.map(({ cid }) => cid))])
    .where('day', 'in', [...new Set(rows.map(({ day }) => day))])
    .groupBy(['cid', 'day'])
    .having(eb => eb.fn.countAll(), '>=', MOST_ROWS_A_DAY)
    .execute()
  return new Set(counted.map(({ cid, day }) => `${cid}|${day}`))
}

const folded = (one: Gathered): Gathered => ({ ...one, address: OTHERS, client: OTHERS })

const storeUses = async (db: Db, chunk: readonly Gathered[]) => {
  const full = await fullOnes(db, chunk.map(rowOf))
  for (const one of chunk) {
    const row = rowOf(one)
    await add(db, full.has(`${row.cid}|${row.day}`) ? rowOf(folded(one)) : row)
  }
}

const addHour = (db: Db, { cid, hour, count, reason }: Gathered) => {
  const refused = reason === null ? 0 : count
  return db
    .insertInto('token_hours')
    .values({ cid, hour: hour * HOUR, calls: count, refused })
    .onConflict(on =>
      on.columns(['cid', 'hour']).doUpdateSet(eb => ({
        calls: eb('token_hours.calls', '+', count),
        refused: eb('token_hours.refused', '+', refused),
      })),
    )
    .execute()
}

const store = async (db: Db, chunk: readonly Gathered[]) => {
  await storeUses(db, chunk)
  for (const one of chunk) await addHour(db, one)
  await storePlaces(db, chunk)
}

const byCid = (a: Gathered, b: Gathered) => (a.cid < b.cid ? -1 : 1)

/** Lets waiting requests run between two chunks. */
const yieldToRequests = () => new Promise(resolve => setImmediate(resolve))

export const activityOf = (database: Database): Activity => {
  let waiting = new Map<string, Gathered>()
  let flushing: Promise<void> = Promise.resolve()

  const keepForNext = (rows: readonly Gathered[]) => {
    for (const row of rows) {
      const key = keyOf({ ...row, at: row.firstAt }, row.hour)
      const known = waiting.get(key)
      if (known) known.count += row.count
      else waiting.set(key, row)
    }
  }

  const flushOnce = async () => {
    const rows = [...waiting.values()].sort(byCid)
    waiting = new Map()
    while (rows.length > 0) {
      try {
        await database.transaction(db => store(db, rows.slice(0, CHUNK)))
      } catch (error) {
        keepForNext(rows)
        throw error
      }
      rows.splice(0, CHUNK)
      await yieldToRequests()
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
      const known = waiting.get(key)
      if (known) {
        known.count++
        known.lastAt = call.at
        return
      }
      const { at, ...rest } = call
      waiting.set(key, { ...rest, hour, count: 1, firstAt: at, lastAt: at })
      if (waiting.size === MOST_WAITING) flush().catch(() => {})
    },
    flush,
  }
}
