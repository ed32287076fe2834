/** Reads the versions of a descriptor. The functions need only a database. */

import { MOST_VERSIONS } from '../../../contract/catalog/versions.ts'
import type { Db } from '../../core/db/database.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { EntityRow } from '../entities/entities.ts'
import { inTime } from './prune.ts'
import type { VersionRow } from './tables.ts'

const COLUMNS = [
  'entity_id',
  'version',
  'at',
  'how',
  'actor_type',
  'actor_identifier',
  'actor_email',
  'actor_cid',
  'actor_name',
  'size',
  'earlier',
  'base',
  'stored',
] as const

/** A version and its text: packed, alone or with a base; or the stored descriptor, if there is no version yet. */
export type PackedVersion = {
  readonly version: number
  readonly text: Uint8Array | null
  readonly base: Uint8Array | undefined
  readonly baseVersion: number
  readonly source?: string
}

type Kept = Pick<EntityRow, 'id' | 'version' | 'updated_at'>

/** For an entity whose descriptor hasn't changed since Portico keeps versions: the author is unknown. */
const onlyVersion = ({ id, version, updated_at }: Kept, source = ''): VersionRow => ({
  entity_id: id,
  version,
  at: updated_at,
  how: 'UNKNOWN',
  actor_type: null,
  actor_identifier: null,
  actor_email: null,
  actor_cid: null,
  actor_name: null,
  size: Buffer.byteLength(source),
  earlier: 0,
  base: 0,
  stored: 0,
})

const sourceOf = async (db: Db, id: string) =>
  (await db.selectFrom('entity_sources').select('descriptor').where('id', '=', id).executeTakeFirst())?.descriptor

/** Without their texts, newest first; at least one. */
export const keptVersions = async (db: Db, entity: Kept, now: number): Promise<VersionRow[]> => {
  const rows = await db
    .selectFrom('descriptor_versions')
    .select(COLUMNS)
    .where('entity_id', '=', entity.id)
    .orderBy('version', 'desc')
    .limit(MOST_VERSIONS)
    .execute()
  return rows.length > 0 ? inTime(rows, now) : [onlyVersion(entity, await sourceOf(db, entity.id))]
}

/** @throws Problem 404 */
export const versionIn = (rows: readonly VersionRow[], version: string | number): VersionRow => {
  const row = rows.find(one => String(one.version) === String(version))
  if (!row) throw notFound(`No version ${version} of this descriptor is kept. List the versions to see which are.`)
  return row
}

const textsOf = async (db: Db, id: string, versions: readonly number[]) =>
  new Map(
    (
      await db
        .selectFrom('descriptor_versions')
        .select(['version', 'text'])
        .where('entity_id', '=', id)
        .where('version', 'in', versions)
        .execute()
    ).map(({ version, text }) => [Number(version), text]),
  )

const basesOf = async (db: Db, id: string, versions: readonly number[]) =>
  new Map(
    (
      await db
        .selectFrom('descriptor_bases')
        .select(['version', 'text'])
        .where('entity_id', '=', id)
        .where('version', 'in', versions)
        .execute()
    ).map(({ version, text }) => [Number(version), text]),
  )

/** Their texts, as they are stored, in the order of the rows. */
export const packedVersions = async (db: Db, rows: readonly VersionRow[]): Promise<PackedVersion[]> => {
  const [first] = rows
  if (!first) return []
  const { entity_id: id, base } = first
  if (Number(base) === 0) {
    const source = await sourceOf(db, id)
    return [
      {
        version: Number(first.version),
        text: null,
        base: undefined,
        baseVersion: 0,
        ...(source === undefined ? {} : { source }),
      },
    ]
  }
  const texts = await textsOf(
    db,
    id,
    rows.map(({ version }) => version),
  )
  const bases = await basesOf(db, id, [...new Set(rows.map(one => one.base))])
  return rows.map(({ version, base: of }) => ({
    version: Number(version),
    text: texts.get(Number(version)) ?? null,
    base: bases.get(Number(of)),
    baseVersion: Number(of),
  }))
}
