/** What people call the types of entities. */
import { useQuery } from '@tanstack/react-query'
import { listEntityTypes } from '../../../contract/catalog/types.ts'
import { ask } from '../../core/api/queries.ts'

/** There are few: one page has all of them. */
export const allTypes = ask(listEntityTypes, { query: { includeBuiltIn: true, pageSize: 1000 } })

/** The name of a type, or what descriptors write where it has none. */
export const useTypeNames = (): ((type: string) => string) => {
  const { data } = useQuery({ ...allTypes, staleTime: 60_000 })
  const names = new Map(data?.definitions.map(({ type, name }) => [type.toLowerCase(), name] as const))
  return type => names.get(type.toLowerCase()) ?? type
}
