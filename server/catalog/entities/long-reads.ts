/** Reads of the catalog that can look at many rows: as functions of a database alone, so that they can run on any thread. */
import type { listEntities as listEntitiesOperation } from '../../../contract/catalog/catalog.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { JsonText } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { documentOf, type EntityRow, findEntity } from './entities.ts'
import { Family } from './family.ts'
import { readFamilies, type Wanted } from './hierarchy.ts'
import { type DetailOptions, depthOf, type LoadedEntity, presentEntity, presentSummary } from './present.ts'
import { listEntities } from './search.ts'

/** The answer to `listEntities`, as JSON. */
export const entitiesAsText = async (db: Db, query: QueryOf<typeof listEntitiesOperation>): Promise<string> => {
  const [page, depth] = [pageOf(query), depthOf(query)]
  const { rows, total } = await listEntities(db, query, page)
  const includeMembers = query.includeNestedFields?.includes('team:members')
  const wanted = { owners: query.includeOwners ?? false, groups: depth.withGroups }
  const tags = rows.map(({ tag }) => tag)
  const family = await readFamilies(db, wanted.owners || depth.levels > 0 ? tags : [], wanted)
  const present = (row: EntityRow) => presentSummary(row, family, { ...query, depth, includeMembers })
  const { shown: entities, marked } = presentRows(rows, { idOf: ({ id }) => id, present })
  const answer: AnswerOf<typeof listEntitiesOperation> = { entities, ...marked, ...pageFields(page, total) }
  return JSON.stringify(answer)
}

type FamilyAsked = { readonly wanted: Wanted; readonly options: DetailOptions }

/** What an entity's answer says of its family, which may be of any size, as JSON. @throws Problem 404 */
export const familyAsText = async (db: Db, id: string, { wanted, options }: FamilyAsked): Promise<string> => {
  const row = await findEntity(db, id)
  const family = await readFamilies(db, [row.tag], wanted)
  const { ownersV2, hierarchy } = presentEntity({ row, document: documentOf(row) }, family, options)
  return JSON.stringify({ ownersV2, hierarchy })
}

const NOBODY = new Family([])

/** An entity's answer with a family that `familyAsText` read. */
export const entityWithFamily = (entity: LoadedEntity, family: string, options: DetailOptions): JsonText => {
  const { ownersV2: _, hierarchy: __, ...own } = presentEntity(entity, NOBODY, options)
  return new JsonText(`${JSON.stringify(own).slice(0, -1)},${family.slice(1)}`)
}
