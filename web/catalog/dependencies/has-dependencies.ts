import { useQuery } from '@tanstack/react-query'
import { listDependencies } from '../../../contract/catalog/dependencies.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ask } from '../../core/api/queries.ts'

/** Whether an entity depends on another, or another on it. */
export const useHasDependencies = ({ tag }: EntityDetails): boolean => {
  const query = { includeOutgoing: true, includeIncoming: true, pageSize: 1 }
  const { data } = useQuery(ask(listDependencies, { params: { callerTag: tag }, query }))
  return data !== undefined && data.total > 0
}
