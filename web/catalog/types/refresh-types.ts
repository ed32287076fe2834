import type { QueryClient } from '@tanstack/react-query'
import { getEntity, listEntities } from '../../../contract/catalog/catalog.ts'
import { getEntityType, listEntityTypes } from '../../../contract/catalog/types.ts'
import { refresh } from '../../core/api/queries.ts'

/** What may be old once a type was written: entities carry its marks. */
export const TYPE_READS = [listEntityTypes, getEntityType, getEntity, listEntities] as const

export const refreshTypes = (client: QueryClient) => refresh(client, TYPE_READS)
