import { useQuery } from '@tanstack/react-query'
import type { DescriptorSource, Stored } from './descriptor.ts'

/** The stored descriptor, read once when the page opens: what one is typing is never replaced behind one's back. */
export const useStored = ({ key, load }: DescriptorSource & { load: () => Promise<Stored> }) =>
  useQuery({
    queryKey: ['stored descriptor', key],
    queryFn: load,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
