import { useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { listEntityMetrics } from '../../../contract/catalog/metrics.ts'
import { ask } from '../../core/api/queries.ts'

export const askMetrics = (tag: string) => ask(listEntityMetrics, { params: { tagOrId: tag } })

/** Whether any custom metric of an entity was reported. */
export const useHasMetrics = ({ tag }: EntityDetails): boolean => {
  const { data } = useQuery(askMetrics(tag))
  return data !== undefined && data.metrics.length > 0
}
