import { Badge, UnstyledButton } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ComponentPropsWithRef, lazy, Suspense, useState } from 'react'
import { listNotices } from '../../../contract/outbound/notices.ts'
import { ask } from '../../core/api/queries.ts'
import { shownZone } from '../../core/ui/instant-text.ts'
import classes from './notice-bell.module.css'

const load = () => import('./notice-popover.tsx')
const NoticePopover = lazy(async () => ({ default: (await load()).NoticePopover }))

export const BellButton = (button: ComponentPropsWithRef<'button'>) => {
  const count = useQuery(ask(listNotices, { query: { timeZone: shownZone() } })).data?.notices.length ?? 0
  return (
    <UnstyledButton
      aria-haspopup="dialog"
      aria-expanded={false}
      {...button}
      aria-label={count === 0 ? 'Notices' : `Notices, ${count} open`}
      className={classes.bell}
    >
      <IconBell size={18} aria-hidden />
      {count > 0 && (
        <Badge size="xs" className={classes.count} aria-hidden>
          {count}
        </Badge>
      )}
    </UnstyledButton>
  )
}

/** The bell with the count of open notices, and behind it the newest ones, which load when one is about to open them. */
export const NoticeBell = () => {
  const [isUsed, setUsed] = useState(false)
  const button = <BellButton onPointerEnter={load} onFocus={load} onClick={() => setUsed(true)} />
  return isUsed ? (
    <Suspense fallback={button}>
      <NoticePopover />
    </Suspense>
  ) : (
    button
  )
}
