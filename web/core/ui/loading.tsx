import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'

const PATIENCE_MS = 300

/** Grey lines in place of what is on its way; shown only when that takes longer than people notice. */
export const Loading = ({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) => {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isSlow) return null
  return (
    <Stack gap="xs" role="status">
      <VisuallyHidden>{label} …</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => `line ${line}`).map(line => (
        <Skeleton key={line} height={28} radius="sm" />
      ))}
    </Stack>
  )
}
