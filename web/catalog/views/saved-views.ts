import { listCatalogViews } from '../../../contract/catalog/views.ts'
import { ask } from '../../core/api/queries.ts'

/** Mine and the shared ones. */
export const savedViews = ask(listCatalogViews, {})
