/** From where and with what a bearer is used: the first use from an address range or client not seen before is an event. */
import { rangeOf } from '../access/ranges.ts'
import type { Db } from '../db/database.ts'
import type { TokenPlaces } from '../db/tables.ts'
import type { Gathered } from './activity.ts'

/** More places than this are not told apart any more, so that made-up clients cost a fixed amount. */
const MOST_PLACES = 200

/** "curl 7.88.1" → "curl": a newer version is nothing new. */
export const familyOf = (client: string) => client.replace(/ [\d.]+$/, '')

const placesOf = ({ cid, address, client, firstAt }: Gathered): TokenPlaces[] => [
  { cid, kind: 'RANGE', place: rangeOf(address), first_at: firstAt },
  { cid, kind: 'CLIENT', place: familyOf(client), first_at: firstAt },
]

const distinct = (places: readonly TokenPlaces[]) => [
  ...new Map(places.map(one => [`${one.cid}|${one.kind}|${one.place}`, one])).values(),
]

const knownPlaces = async (db: Db, cids: readonly string[]) => {
  const rows = await db.selectFrom('token_places').selectAll().where('cid', 'in', cids).execute()
  return Map.groupBy(rows, ({ cid }) => cid)
}

const isKnown = (known: readonly TokenPlaces[], { kind, place }: TokenPlaces) =>
  known.some(one => one.kind === kind && one.place === place)

/** Only what was let in counts: a refused attempt tells nothing about where its owner uses it. */
export const storePlaces = async (db: Db, calls: readonly Gathered[]) => {
  const seen = distinct(calls.filter(({ reason }) => reason === null).flatMap(placesOf))
  if (seen.length === 0) return
  const known = await knownPlaces(db, [...new Set(seen.map(({ cid }) => cid))])
  for (const place of seen) {
    const before = known.get(place.cid) ?? []
    if (isKnown(before, place) || before.length >= MOST_PLACES) continue
    await db
      .insertInto('token_places')
      .values(place)
      .onConflict(on => on.doNothing())
      .execute()
  }
}
