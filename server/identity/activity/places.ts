/** From where and with what a bearer is used: the first use from an address range or client not seen before is an event. */
import { rangeOf } from '../../core/callers/ranges.ts'
import type { EventContext, RaiserOf } from '../../core/changes/events.ts'
import type { Db } from '../../core/db/database.ts'
import { OTHERS } from '../../core/db/waiting.ts'
import type { Gathered } from './activity.ts'
import { isFirstToday } from './once.ts'
import type { TokenPlaces } from './tables.ts'

/** More places than this are not told apart any more, so that made-up clients cost a fixed amount. */
const MOST_PLACES = 200
const MOST_REMEMBERED = 200_000

/** "curl 7.88.1" → "curl": a newer version is nothing new. */
export const familyOf = (client: string) => client.replace(/ [\d.]+$/, '')

type Place = Omit<TokenPlaces, 'first_at'>

const seenIn = ({ cid, address, client }: Gathered): Place[] => [
  { cid, kind: 'RANGE', place: rangeOf(address) },
  { cid, kind: 'CLIENT', place: familyOf(client) },
]

const keyOf = ({ cid, kind, place }: Place) => `${cid}|${kind}|${place}`

const storedPlaces = async (db: Db, cids: readonly string[]) => {
  const rows = await db.selectFrom('token_places').select(['cid', 'kind', 'place']).where('cid', 'in', cids).execute()
  return Map.groupBy(rows, ({ cid }) => cid)
}

/** Of two servers that see a place at once, one has put it there. */
const isNewHere = async (db: Db, { place, at }: Seen) => {
  const row = await db
    .insertInto('token_places')
    .values({ ...place, first_at: at })
    .onConflict(on => on.doNothing())
    .returning('cid')
    .executeTakeFirst()
  return row !== undefined
}

/** A place of a bearer, with the call that showed it first. */
type Seen = { readonly place: Place; readonly at: number; readonly address: string; readonly client: string }

export type RaiseOptions = { readonly hasMail: boolean; readonly raiserOf: RaiserOf }

/** Once a day for each token or key. */
export const raiseNewPlace = async (raiserOf: RaiserOf, context: EventContext, cid: string) => {
  const kind = 'token-used-from-new-place'
  if (await isFirstToday(context.db, `${kind}:${cid}`, context.now))
    await raiserOf(context)('token', { kind, cids: [cid] })
}

/** Only what was let in counts: a refused attempt tells nothing about where its owner uses it. */
export const placesOf = ({ hasMail, raiserOf }: RaiseOptions) => {
  const known = new Set<string>()
  return {
    /** Places of these calls that are not known to be stored. */
    unknownIn(calls: readonly Gathered[]): Seen[] {
      const fresh = new Map<string, Seen>()
      for (const call of calls) {
        if (call.reason !== null || call.address === OTHERS) continue
        for (const place of seenIn(call)) {
          const key = keyOf(place)
          if (known.has(key) || fresh.has(key)) continue
          fresh.set(key, { place, at: call.firstAt, address: call.address, client: call.client })
        }
      }
      return [...fresh.values()]
    },
    async store(fresh: readonly Seen[], db: Db) {
      if (fresh.length === 0) return
      const stored = await storedPlaces(db, [...new Set(fresh.map(({ place }) => place.cid))])
      for (const seen of fresh) {
        const { place, at, address, client } = seen
        const before = stored.get(place.cid) ?? []
        const isStored = before.some(one => keyOf(one) === keyOf(place))
        if (isStored || before.length >= MOST_PLACES || !(await isNewHere(db, seen))) continue
        const wasUsed = before.some(({ kind }) => kind === place.kind)
        stored.set(place.cid, [...before, place])
        if (!wasUsed) continue
        await raiseNewPlace(raiserOf, { db, now: at, address, client, hasMail }, place.cid)
      }
    },
    /** Once they are committed: what is known needs no query any more. */
    remember(fresh: readonly Seen[]) {
      if (known.size + fresh.length > MOST_REMEMBERED) known.clear()
      for (const { place } of fresh) known.add(keyOf(place))
    },
  }
}
