import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const views: Slice = {
  name: 'views',
  objects: { CATALOG_VIEW: 'Catalog view' },
  pagesOf: { CATALOG_VIEW: view => ({ to: paths.catalog, search: { view } }) },
}
