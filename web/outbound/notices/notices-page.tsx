import { Button, Stack, Text } from '@mantine/core'
import { dismissNotice, listNotices, type Notice } from '../../../contract/outbound/notices.ts'
import { useSend } from '../../core/api/queries.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { RowLink } from '../../core/layout/links.tsx'
import { ListPage } from '../../core/layout/list-page.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { shownZone } from '../../core/ui/instant-text.ts'
import { subjectPath } from './subject-path.ts'

/** My open notices. */
export const NoticesPage = () => {
  const dismiss = useSend(dismissNotice, { refreshes: [listNotices] })
  return (
    <ListPage
      title="Notices"
      intro="What happened to your tokens and keys, and what is about to."
      docs="personal-tokens#look-after-it"
      width="reading"
      above={<Problem error={dismiss.error} />}
      operation={listNotices}
      input={{ query: { timeZone: shownZone() } }}
      rows={({ notices }) => notices}
      rowKey={({ id }) => id}
      noun={['notice', 'notices']}
      empty={<EmptyState ask={<AskLink question="When am I warned that a token ends?" />}>No notices.</EmptyState>}
      columns={[
        { key: 'what', header: 'What', value: ({ title }) => title, cell: notice => <What notice={notice} /> },
        { key: 'time', header: 'When', nowrap: true, value: ({ at }) => at, cell: ({ at }) => <Instant at={at} /> },
        {
          key: 'dismiss',
          header: 'Actions',
          hiddenHeader: true,
          align: 'right',
          cell: ({ id, title }) => (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Dismiss: ${title}`}
              loading={dismiss.isPending && dismiss.variables.params.id === id}
              onClick={() => dismiss.mutate({ params: { id } })}
            >
              Dismiss
            </Button>
          ),
        },
      ]}
    />
  )
}

const What = ({ notice }: { notice: Notice }) => {
  const to = subjectPath(notice)
  return (
    <Stack gap={2}>
      {to ? <RowLink to={to}>{notice.title}</RowLink> : <Text fw={500}>{notice.title}</Text>}
      <Text size="sm" c="dimmed">
        {notice.details}
      </Text>
    </Stack>
  )
}
