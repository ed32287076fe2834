import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Violation } from '../../../contract/catalog/entities.ts'
import { type DescriptorSource, violationsOf } from './descriptor.ts'

const PAUSE_MS = 800

const keyOf = (source: DescriptorSource, text: string | undefined) => ['descriptor check', source.key, text] as const

/** Checks the text when the typing pauses, and at once when asked to. */
export const useCheck = (source: DescriptorSource, { text, isLive }: { text: string; isLive: boolean }) => {
  const client = useQueryClient()
  const [asked, setAsked] = useState<string>()
  useEffect(() => {
    if (!isLive) return
    const timer = setTimeout(() => setAsked(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, isLive])
  const query = useQuery({
    queryKey: keyOf(source, asked),
    queryFn: ({ signal }) => violationsOf(source.check(asked ?? '', signal)),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return {
    violations: query.data ?? NONE,
    error: query.error,
    isChecking: query.isFetching,
    /** Whether the violations are those of the text as it is now. */
    isCurrent: asked === text && query.isSuccess && !query.isPlaceholderData,
    checkNow: () => {
      if (asked === text) void query.refetch()
      else setAsked(text)
    },
    /** Shows what another call found in the text. */
    found: (violations: Violation[]) => {
      client.setQueryData(keyOf(source, text), violations)
      setAsked(text)
    },
  }
}

const NONE: Violation[] = []
