import { Button, Group, Popover, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { dismissNotice, listNotices, type Notice } from '../../../contract/outbound/notices.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { shownZone } from '../../core/ui/instant-text.ts'
import classes from './notice-bell.module.css'
import { BellButton } from './notice-bell.tsx'
import { subjectPath } from './subject-path.ts'

const MOST_SHOWN = 5

const Line = ({ notice }: { notice: Notice }) => {
  const dismiss = useSend(dismissNotice, { refreshes: [listNotices] })
  const to = subjectPath(notice)
  return (
    <div className={classes.notice}>
      {to ? <TextLink to={to}>{notice.title}</TextLink> : <Text>{notice.title}</Text>}
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          <Instant at={notice.at} />
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`Dismiss: ${notice.title}`}
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate({ params: { id: notice.id } })}
        >
          Dismiss
        </Button>
      </Group>
      <Problem error={dismiss.error} />
    </div>
  )
}

/** Opens at once: its button was pressed before it was there. Closes on the way to another page. */
export const NoticePopover = () => {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const query = useQuery(ask(listNotices, { query: { timeZone: shownZone() } }))
  const path = useLocation({ select: ({ href }) => href })
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when one has gone elsewhere
  useEffect(() => setOpen(false), [path])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a notice that is dismissed takes its button and the focus with it
  useEffect(() => {
    if (isOpen && document.activeElement === document.body) list.current?.focus()
  }, [query.data])
  useEffect(() => {
    button.current?.focus()
    setOpen(true)
  }, [])
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width={340}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <BellButton ref={button} aria-expanded={isOpen} onClick={() => setOpen(open => !open)} />
      </Popover.Target>
      <Popover.Dropdown aria-label="Notices">
        <Loaded query={query} lines={2}>
          {({ notices }) => (
            <Stack gap="xs" ref={list} tabIndex={-1} className={classes.list}>
              {notices.length === 0 && <Text c="dimmed">No notices.</Text>}
              <div>
                {notices.slice(0, MOST_SHOWN).map(notice => (
                  <Line key={notice.id} notice={notice} />
                ))}
              </div>
              <TextLink to={paths.notices} size="xs">
                {notices.length > MOST_SHOWN ? `All ${notices.length} notices` : 'All notices'}
              </TextLink>
            </Stack>
          )}
        </Loaded>
      </Popover.Dropdown>
    </Popover>
  )
}
