/** Reads of the catalog that can look at many rows: as functions of a database alone, so that they can run on any thread. */
import type { countEntities, listEntities as listEntitiesOperation } from '../../../contract/catalog/catalog.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { depthOf, listedTexts } from './answers.ts'
import { countBy } from './counts.ts'
import type { Ownership } from './document.ts'
import { findEntity } from './entities.ts'
import type { Depth } from './family.ts'
import { relativesIn, type Wanted } from './family.ts'
import { readFamilies } from './hierarchy.ts'
import { type Remembered, rememberedIn } from './remembered.ts'
import { listChoices, listEntities } from './search.ts'

type ListQuery = QueryOf<typeof listEntitiesOperation>

const listAsText = async (db: Db, query: ListQuery, known: Remembered): Promise<string> => {
  const { after, sort, order } = query
  if (after !== undefined && (query.query !== undefined || query.page || sort || order))
    throw badRequest(
      'after: must not be used with query, page, sort or order. It goes through the list in the order of tags.',
      'after',
    )
  const [page, depth] = [pageOf(query), depthOf(query)]
  const { rows, total } = await listEntities(db, query, { page, known })
  const wanted = { owners: query.includeOwners ?? false, groups: depth.withGroups, children: depth.levels > 0 }
  const tags = rows.map(({ tag }) => tag)
  const relatives = relativesIn(await readFamilies(db, wanted.owners || depth.levels > 0 ? tags : [], wanted))
  const present = await listedTexts({ db, rows, depth, relatives }, { ...query, depth })
  const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present })
  return `{"entities":[${shown.join()}],${JSON.stringify({ ...marked, ...pageFields(page, total) }).slice(1)}`
}

/** The answer to `listEntities`, as JSON. */
export const entitiesAsText = async (db: Db, query: ListQuery): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['list', query], () => listAsText(db, query, known))
}

/** The answer to `listCatalogFilters`, as JSON. */
export const choicesAsText = async (db: Db): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['choices'], async () => JSON.stringify(await listChoices(db)))
}

/** The answer to `countEntities`, as JSON. */
export const countsAsText = async (db: Db, query: QueryOf<typeof countEntities>): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['counts', query], async () => JSON.stringify(await countBy(db, query)))
}

type FamilyAsked = { readonly wanted: Wanted; readonly depth: Depth; readonly ownership: Ownership }

/** What an entity's answer says of its family, which may be of any size, as JSON. @throws Problem 404 */
export const familyAsTexts = async (db: Db, id: string, { wanted, depth, ownership }: FamilyAsked) => {
  const { tag } = await findEntity(db, id)
  const relatives = relativesIn(await readFamilies(db, [tag], wanted))
  return {
    owners: wanted.owners ? relatives.ownersOf(tag, () => ownership) : '',
    hierarchy: relatives.hierarchyOf(tag, depth),
  }
}
