import type { QueryClient } from '@tanstack/react-query'
import { getEntity, getEntityDescriptor, listCatalogFilters, listEntities } from '../../../contract/catalog/catalog.ts'
import { refresh } from '../../core/api/queries.ts'

/** What may be old once an entity was written. */
export const CATALOG_READS = [listEntities, listCatalogFilters, getEntity, getEntityDescriptor] as const

export const refreshCatalog = (client: QueryClient) => refresh(client, CATALOG_READS)
