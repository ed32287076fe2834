/** The hot path: entities and their families by compiled statements, and no query builder. */
import type { Database, Db } from '../../core/db/database.ts'
import { lookUpOn, quoteOn } from '../../core/db/look-up.ts'
import type { EntityRowWithOwn } from './answers.ts'
import { ENTITY_COLUMNS, noSuchEntity } from './entities.ts'
import { familyReader } from './hierarchy.ts'
import { isEntityId } from './identifiers.ts'
import { OWN_FORMAT } from './own.ts'
import { ownerEdges } from './owner-edges.ts'
import type { WithParts } from './part.ts'
import { addedParts, columnOf } from './parts.ts'

/** Whether a descriptor has the entity as a parent or a child, or another edge passes it owners. For most entities, neither is the case. */
const related = (db: Db) =>
  [
    'select 1 from entity_edges where child_tag = lower(entities.tag)',
    'select 1 from entity_edges where parent_tag = lower(entities.tag)',
    ...ownerEdges().map(({ select }) =>
      select({ lookUp: lookUpOn(db), from: '(select 1) as one', tag: 'lower(entities.tag)' }),
    ),
  ]
    .map(edges => `exists (${edges})`)
    .join(' or ')

export type ReadRow = EntityRowWithOwn &
  WithParts & {
    related: number | boolean
    /** How often the catalog has changed until now. */
    changes: number | string
  }

/** The parts that are read with the row. */
const partsAlong = (db: Db) =>
  addedParts()
    .flatMap(part => (part.along ? `${part.along.textOf(quoteOn(db))} as ${columnOf(part)},` : []))
    .join(' ')

const entityReader = (database: Database) => {
  const by = (column: 'id' | 'tag') =>
    database.statement<ReadRow>(
      `select ${ENTITY_COLUMNS.map(name => `entities.${name}`).join(', ')}, (${related(database.db)}) as related, ${partsAlong(database.db)}
        o.text as own_text, o.checksum as own_checksum, (select sum(changes) from catalog_changes) as changes
        from entities left join entity_own o on o.id = entities.id and o.format = ${OWN_FORMAT} where entities.${column} = $1`,
    )
  const [byId, byTag] = [by('id'), by('tag')]
  /** @throws Problem 404 */
  return async (tagOrId: string): Promise<ReadRow> => {
    const [row] = await (isEntityId(tagOrId) ? byId : byTag)([tagOrId])
    if (!row) throw noSuchEntity(tagOrId)
    return row
  }
}

export const entityReaders = (database: Database) => ({
  readEntity: entityReader(database),
  readFamily: familyReader(database),
})

declare module '../../core/services/services.ts' {
  interface Services {
    readonly entities: ReturnType<typeof entityReaders>
  }
}
