import type { QueryClient } from '@tanstack/react-query'
import { refresh } from '../../core/api/queries.ts'
import { CATALOG_READS } from '../teams/catalog-reads.ts'

export const refreshCatalog = (client: QueryClient) => refresh(client, CATALOG_READS)
