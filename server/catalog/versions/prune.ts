/** Limits of the versions of an entity: number, bytes, and days since they were replaced. The newest version always stays. */
import { LONGEST_KEPT_DAYS, MOST_KEPT_BYTES, MOST_VERSIONS } from '../../../contract/catalog/versions.ts'
import type { Db } from '../../core/db/database.ts'
import type { VersionRow } from './tables.ts'

/** Small versions are only counted with the next base. Up to this much can be added until then. */
const MOST_UNCOUNTED = 512 * 1024
const MOST_BYTES = MOST_KEPT_BYTES - MOST_UNCOUNTED
/** Entities of one transaction. */
const SOME = 100

export const oldestInstant = (now: number) => now - LONGEST_KEPT_DAYS * 86_400_000

/**
 * Newest first. A version is current until the next one, so its age counts from then. Once a version is too old, all earlier ones go too:
 * otherwise, after the clock was wrong, the clean-up would check the one in between again and again.
 */
export const inTime = <Row extends Pick<VersionRow, 'at'>>(rows: readonly Row[], now: number): Row[] => {
  const some = rows.slice(0, MOST_VERSIONS)
  const past = some.findIndex((_, at) => at > 0 && Number(rows[at - 1]?.at) < oldestInstant(now))
  return past < 0 ? some : some.slice(0, past)
}

type Sizes = Pick<VersionRow, 'version' | 'at' | 'base' | 'stored' | 'earlier'>

/** Newest first, as long as they fit, with the bases that they need. */
const fitting = (rows: readonly Sizes[], storedOfBase: ReadonlyMap<number, number>): Sizes[] => {
  const counted = new Set<number>()
  let bytes = 0
  const past = rows.findIndex(({ base, stored }) => {
    bytes += Number(stored) + (counted.has(Number(base)) ? 0 : (storedOfBase.get(Number(base)) ?? 0))
    counted.add(Number(base))
    return bytes > MOST_BYTES
  })
  return past < 0 ? [...rows] : rows.slice(0, Math.max(1, past))
}

const sizesOf = (db: Db, id: string) =>
  db
    .selectFrom('descriptor_versions')
    .select(['version', 'at', 'base', 'stored', 'earlier'])
    .where('entity_id', '=', id)
    .orderBy('version', 'desc')
    .execute()

const basesOf = async (db: Db, id: string) => {
  const rows = await db
    .selectFrom('descriptor_bases')
    .select(['version', 'stored'])
    .where('entity_id', '=', id)
    .execute()
  return new Map(rows.map(({ version, stored }) => [Number(version), Number(stored)]))
}

/** Deletes the versions of an entity beyond the limits, and bases that are no longer used. */
export const prune = async (db: Db, id: string, now: number) => {
  const [rows, bases] = [await sizesOf(db, id), await basesOf(db, id)]
  const kept = fitting(inTime(rows, now), bases)
  const oldest = kept.at(-1)
  if (!oldest || (kept.length === rows.length && oldest.earlier === 0)) return
  const ofEntity = { table: 'descriptor_versions', id } as const
  await db.deleteFrom(ofEntity.table).where('entity_id', '=', id).where('version', '<', oldest.version).execute()
  await db
    .updateTable(ofEntity.table)
    .set({ earlier: 0 })
    .where('entity_id', '=', id)
    .where('version', '=', oldest.version)
    .execute()
  const needed = Math.min(...kept.map(({ base }) => Number(base)))
  await db.deleteFrom('descriptor_bases').where('entity_id', '=', id).where('version', '<', needed).execute()
}

/** Returns whether there may be more. */
export const pruneSome = async (db: Db, now: number): Promise<boolean> => {
  const rows = await db
    .selectFrom('descriptor_versions')
    .select('entity_id')
    .where('earlier', '=', 1)
    .where('at', '<', oldestInstant(now))
    .orderBy('at')
    .limit(SOME)
    .execute()
  for (const id of new Set(rows.map(({ entity_id }) => entity_id))) await prune(db, id, now)
  return rows.length === SOME
}
