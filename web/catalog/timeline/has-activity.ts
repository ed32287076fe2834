import { useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { listActivity } from '../../../contract/catalog/timeline.ts'
import { ask } from '../../core/api/queries.ts'

/** Whether anything happened to an entity that the reader may see. */
export const useHasActivity = ({ tag }: EntityDetails): boolean => {
  const { data } = useQuery(ask(listActivity, { params: { tagOrId: tag }, query: { pageSize: 1 } }))
  return data !== undefined && data.total > 0
}
