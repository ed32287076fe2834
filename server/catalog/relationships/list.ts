/** Relationships as they are read, which may be many: as functions of a database alone, so that they run on any thread. */
import { sql } from 'kysely'
import type { listRelationshipTypes } from '../../../contract/catalog/relationship-types.ts'
import {
  type listRelated,
  MOST_RELATED,
  MOST_SHOWN,
  type RelatedByType,
  type RelatedEntity,
} from '../../../contract/catalog/relationships.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Actor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { findEntity } from '../entities/entities.ts'
import { type Entity, entityAt, presentEntity } from './ends.ts'
import { countsOnce, effective, ofType, otherSide, type Side } from './relationships.ts'
import { findType, keyOf, presentType, settingsOf, type TypeRow, typesOnPage } from './types.ts'

/** How many pairs of these types there are, by an index alone: whether both ends exist and are not archived is not looked up. */
const countsOf = async (db: Db, keys: readonly string[]): Promise<Map<string, number>> => {
  if (keys.length === 0) return new Map()
  const those = lookUpOn(db)('relationships r', 'r.type = t.key')
  const { rows } = await sql<{ key: string; total: number | string }>`select key, count(*) as total from (
      select distinct t.key, r.source, r.destination from relationship_types t ${sql.raw(those)}
      where t.key in (${sql.join(keys)}) and ${sql.raw(effective('r', 't.definition_location'))}
    ) as pairs group by key`.execute(db)
  return new Map(rows.map(({ key, total }) => [key, Number(total)]))
}

export const relationshipTypes = async (
  db: Db,
  query: QueryOf<typeof listRelationshipTypes>,
  asker: Actor | undefined,
): Promise<AnswerOf<typeof listRelationshipTypes>> => {
  const page = pageOf(query)
  const { rows, total } = await typesOnPage(db, query, page)
  const counts = query.includeCounts
    ? await countsOf(
        db,
        rows.map(({ key }) => key),
      )
    : undefined
  const { shown, marked } = presentRows(rows, {
    idOf: ({ tag }) => tag,
    present: row => presentType(row, { asker, relationships: counts && (counts.get(row.key) ?? 0) }),
  })
  return { relationshipTypes: shown, ...marked, ...pageFields(page, total) }
}

type Tree = { readonly typeTag: string; readonly side: Side; readonly depth: number; readonly withArchived: boolean }

const CHUNK = 1000

/** One level: what the entities of the level before lead to. */
const levelAfter = async (
  db: Db,
  type: TypeRow,
  { side, keys, withArchived }: { side: Side; keys: readonly string[]; withArchived: boolean },
) => {
  const level: Entity[] = []
  for (let at = 0; at < keys.length && level.length <= MOST_RELATED; at += CHUNK) {
    const { rows } = await sql<Entity>`select distinct e.id, e.tag, e.name, e.type, e.description
      from relationships r ${sql.raw(entityAt(db, 'e', side))} where ${ofType(type)}
        and ${sql.ref(`r.${otherSide(side)}`)} in (${sql.join(keys.slice(at, at + CHUNK))})
        ${withArchived ? sql`` : sql`and e.archived_at is null`} limit ${MOST_RELATED + 1}`.execute(db)
    level.push(...rows)
  }
  return level
}

const byTag = (one: Entity, other: Entity) => (one.tag < other.tag ? -1 : 1)

/** What an entity leads to on one side, nearest first; a statement for each level. @throws Problem 404, or 400 where it is too much */
export const relatedTo = async (
  db: Db,
  tagOrId: string,
  { typeTag, side, depth, withArchived }: Tree,
): Promise<RelatedEntity[]> => {
  const entity = await findEntity(db, tagOrId)
  const type = await findType(db, typeTag)
  const seen = new Set([entity.id])
  const found: Entity[] = []
  let keys = [keyOf(entity.tag)]
  for (let level = 0; level < depth && keys.length > 0; level++) {
    const next = await levelAfter(db, type, { side, keys, withArchived })
    const fresh = next.filter(({ id }) => !seen.has(id) && seen.add(id)).sort(byTag)
    found.push(...fresh)
    if (found.length > MOST_RELATED)
      throw badRequest(
        `depth: more than ${MOST_RELATED.toLocaleString('en')} entities are this near. Ask for a smaller depth, or list the relationships of the type.`,
        'depth',
      )
    keys = fresh.map(({ tag }) => keyOf(tag))
  }
  return found.map(presentEntity)
}

type Ranked = Entity & { key: string; total: number | string }

/** The first of what an entity has of each type on one side. */
const firstOf = async (db: Db, key: string, side: Side): Promise<Map<string, RelatedByType['sources']>> => {
  const types = lookUpOn(db)('relationship_types t', 't.key = r.type')
  const far = sql.ref(`r.${side}`)
  const { rows } = await sql<Ranked>`select ranked.key, ranked.total, f.id, f.tag, f.name, f.type, f.description from (
      select r.type as key, e.id as far_id, count(*) over (partition by r.type) as total,
        row_number() over (partition by r.type order by ${far}, e.id) as place
      from relationships r ${sql.raw(`${types} ${entityAt(db, 'e', side)}`)}
      where ${sql.ref(`r.${otherSide(side)}`)} = ${key} and e.archived_at is null and ${sql.raw(countsOnce('t.definition_location'))}
    ) as ranked ${sql.raw(lookUpOn(db)('entities f', 'f.id = ranked.far_id'))}
    where ranked.place <= ${MOST_SHOWN} order by ranked.key, ranked.place`.execute(db)
  const found = new Map<string, RelatedByType['sources']>()
  for (const [type, some] of Map.groupBy(rows, row => row.key))
    found.set(type, { total: Number(some[0]?.total), entities: some.map(presentEntity) })
  return found
}

const NONE = { total: 0, entities: [] }

/** @throws Problem 404 */
export const relatedByType = async (db: Db, tagOrId: string): Promise<AnswerOf<typeof listRelated>> => {
  const { tag } = await findEntity(db, tagOrId)
  const destinations = await firstOf(db, keyOf(tag), 'destination')
  const sources = await firstOf(db, keyOf(tag), 'source')
  const keys = [...new Set([...destinations.keys(), ...sources.keys()])]
  if (keys.length === 0) return { types: [] }
  const rows = await db.selectFrom('relationship_types').selectAll().where('key', 'in', keys).orderBy('key').execute()
  return {
    types: rows.map(row => ({
      relationshipType: { tag: row.tag, name: row.name, ...settingsOf(row).labels },
      destinations: destinations.get(row.key) ?? NONE,
      sources: sources.get(row.key) ?? NONE,
    })),
  }
}
