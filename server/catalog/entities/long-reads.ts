/** Reads of the catalog that can look at many rows: as functions of a database alone, so that they can run on any thread. */
import type { listEntities as listEntitiesOperation } from '../../../contract/catalog/catalog.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { depthOf, listedTexts } from './answers.ts'
import type { Ownership } from './document.ts'
import { findEntity } from './entities.ts'
import type { Depth } from './family.ts'
import { relativesIn, type Wanted } from './family.ts'
import { readFamilies } from './hierarchy.ts'
import { listEntities } from './search.ts'

/** The answer to `listEntities`, as JSON. */
export const entitiesAsText = async (db: Db, query: QueryOf<typeof listEntitiesOperation>): Promise<string> => {
  const [page, depth] = [pageOf(query), depthOf(query)]
  const { rows, total } = await listEntities(db, query, page)
  const wanted = { owners: query.includeOwners ?? false, groups: depth.withGroups }
  const tags = rows.map(({ tag }) => tag)
  const relatives = relativesIn(await readFamilies(db, wanted.owners || depth.levels > 0 ? tags : [], wanted))
  const present = await listedTexts({ db, rows, depth, relatives }, { ...query, depth })
  const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present })
  return `{"entities":[${shown.join()}],${JSON.stringify({ ...marked, ...pageFields(page, total) }).slice(1)}`
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
