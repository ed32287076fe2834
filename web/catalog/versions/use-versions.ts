import { useQuery } from '@tanstack/react-query'
import { listVersions, MOST_VERSIONS } from '../../../contract/catalog/versions.ts'
import { ask } from '../../core/api/queries.ts'

/** All versions that are kept, newest first; none until they are here. */
export const useVersions = (tag: string) => {
  const { data } = useQuery(ask(listVersions, { params: { tagOrId: tag }, query: { pageSize: MOST_VERSIONS } }))
  return data?.versions ?? []
}
