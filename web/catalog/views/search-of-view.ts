import type { CatalogView, ViewShows } from '../../../contract/catalog/views.ts'
import type { RawSearch } from '../../core/layout/search-params.ts'

/** The address of the catalog with a view. */
export const searchOfView = ({ id, shows }: Pick<CatalogView, 'id' | 'shows'>): RawSearch => ({ view: id, ...shows })

/** The address of the catalog without a view: where it opens with one, it has to say so. */
export const searchOfAll = (views: readonly Pick<CatalogView, 'isDefault'>[]): RawSearch =>
  views.some(({ isDefault }) => isDefault) ? { view: 'all' } : {}

const comparable = (shows: ViewShows) =>
  JSON.stringify(
    Object.entries(shows)
      .filter(([, value]) => value !== false && !(Array.isArray(value) && value.length === 0))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )

/** Whether two say the same, in whatever order. */
export const showsSame = (one: ViewShows, other: ViewShows) => comparable(one) === comparable(other)
