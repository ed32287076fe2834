/** A page of descriptors as they are written: as a function of a database alone, so that it runs on any thread. */
import { type listDescriptors, MOST_DESCRIPTOR_CHARACTERS } from '../../../contract/catalog/descriptors.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { badRequest } from '../../core/problems/problems.ts'
import { rememberedIn } from './remembered.ts'
import { knownCount, listInOrder } from './search.ts'

type Query = QueryOf<typeof listDescriptors>

export type DescriptorPage = {
  readonly sources: readonly { readonly id: string; readonly descriptor: string }[]
  readonly fields: ReturnType<typeof pageFields>
}

const tooLarge = () =>
  badRequest(
    `pageSize: the descriptors of this page are larger than ${MOST_DESCRIPTOR_CHARACTERS / 1_000_000} million characters together. Ask for smaller pages.`,
    'pageSize',
  )

/** None where they are too large together: a page of the largest would take gigabytes. */
const sourcesOf = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('entity_sources')
    .select(['id', 'descriptor'])
    .where('id', 'in', ids)
    .where(
      ({ selectFrom, fn }) =>
        selectFrom('entity_sources')
          .select(fn.sum<number>(fn('length', ['descriptor'])).as('characters'))
          .where('id', 'in', ids),
      '<=',
      MOST_DESCRIPTOR_CHARACTERS,
    )
    .execute()

/** @throws Problem 400 for a page that is too large */
export const descriptorPage = async (db: Db, query: Query): Promise<DescriptorPage> => {
  const filter = { types: query.types }
  const page = pageOf(query)
  const known = knownCount(await rememberedIn(db), filter)
  const { ids, total } = await idsOfPage(db, { ...listInOrder(filter), known }, page)
  const sources = await rowsInOrder(
    ids,
    some => sourcesOf(db, some),
    ({ id }) => id,
  )
  if (ids.length > 0 && sources.length === 0) throw tooLarge()
  return { sources, fields: pageFields(page, total) }
}
