import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loading } from '../ui/loading.tsx'
import { Unreadable } from '../ui/unreadable.tsx'
import { Problem } from './problem.tsx'

type Props<Data> = { query: UseQueryResult<Data, Error>; lines?: number; children: (data: Data) => ReactNode }

/** What a query found; until then its skeleton, or why it failed. What is on the screen stays while it is asked again, and beside the reason where that failed. Below a list, what of it can't be read. */
export const Loaded = <Data,>({ query, lines, children }: Props<Data>) => {
  const problem = query.isError && <Problem error={query.error} retry={() => void query.refetch()} />
  if (query.data !== undefined)
    return (
      <>
        {problem}
        {children(query.data)}
        <Unreadable answer={query.data} />
      </>
    )
  if (problem) return problem
  return <Loading lines={lines} />
}
