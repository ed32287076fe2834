import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading } from '../ui/loading.tsx'
import { Problem } from './problem.tsx'

type Props<Data> = { query: UseQueryResult<Data, Error>; lines?: number; children: (data: Data) => ReactNode }

/** What a query found; until then its skeleton, or why it failed. What is on the screen stays while it is asked again. */
export const Loaded = <Data,>({ query, lines, children }: Props<Data>) => {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <Problem error={query.error} retry={() => void query.refetch()} />
  return <Loading lines={lines} />
}
