import { Tooltip, VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import { exactText, relativeText, shortText } from './instant-text.ts'

type Props = {
  /** ISO 8601, as the API sends it. */
  at: string
  /** Shows the short exact time: with the relative one (true), or alone. */
  exact?: boolean | 'only'
}

const TICK_MS = 30_000

const useNow = () => {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick(tick => tick + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  // Read again each time: what happened since the last tick is not in the future.
  return Date.now()
}

/** An instant as people say it, in the reader's zone; the exact one on hover and for screen readers. */
export const Instant = ({ at, exact = false }: Props) => {
  const now = useNow()
  const time = Date.parse(at)
  if (Number.isNaN(time)) return <span>{at}</span>
  const whole = exactText(time)
  return (
    <Tooltip label={whole}>
      <time dateTime={at}>
        {exact === 'only' ? shortText(time) : relativeText(time, now)}
        {exact === true && <span style={{ color: 'var(--mantine-color-dimmed)' }}> · {shortText(time)}</span>}
        <VisuallyHidden>, {whole}</VisuallyHidden>
      </time>
    </Tooltip>
  )
}
