import { useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { listRelated } from '../../../contract/catalog/relationships.ts'
import { ask } from '../../core/api/queries.ts'

/** What an entity is related to, by type. */
export const useRelated = (tag: string) => useQuery(ask(listRelated, { params: { tagOrId: tag } }))

/** Whether an entity is related to another. */
export const useHasRelationships = ({ tag }: EntityDetails): boolean => {
  const { data } = useRelated(tag)
  return data !== undefined && data.types.length > 0
}
