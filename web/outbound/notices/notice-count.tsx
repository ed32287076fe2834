import { Badge } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listNotices } from '../../../contract/outbound/notices.ts'
import { ask } from '../../core/api/queries.ts'
import { shownZone } from '../../core/ui/instant-text.ts'

const EVERY_MS = 60_000

/** How many notices wait; nothing where there are none. */
export const NoticeCount = () => {
  const { data } = useQuery({ ...ask(listNotices, { query: { timeZone: shownZone() } }), refetchInterval: EVERY_MS })
  const count = data?.notices.length ?? 0
  return (
    count > 0 && (
      <Badge size="sm" circle={count < 10} aria-hidden>
        {count}
      </Badge>
    )
  )
}
