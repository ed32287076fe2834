import { Text, VisuallyHidden } from '@mantine/core'
import type { VersionDiff } from '../../../contract/catalog/versions.ts'

const words = (count: number, what: string) => `${count} ${count === 1 ? 'line' : 'lines'} ${what}`

/** `+3 −1`, and the same in words for screen readers. */
export const LineCounts = ({ added, removed }: VersionDiff['changes']) => (
  <>
    <Text span aria-hidden className="mono" style={{ whiteSpace: 'nowrap' }}>
      <span style={{ color: 'var(--portico-good)' }}>+{added}</span>{' '}
      <span style={{ color: 'var(--portico-bad)' }}>−{removed}</span>
    </Text>
    <VisuallyHidden>
      {words(added, 'added')}, {words(removed, 'removed')}
    </VisuallyHidden>
  </>
)
