import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { dismissNotice, listNotices, type Notice } from '../../../contract/outbound/notices.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { DataTable } from '../../core/ui/data-table.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Page } from '../../core/ui/page.tsx'
import { subjectPath } from './subject-path.ts'

/** My open notices. */
export const NoticesPage = () => {
  const notices = useQuery(ask(listNotices, {}))
  const dismiss = useSend(dismissNotice, { refreshes: [listNotices] })
  return (
    <Page
      title="Notices"
      intro="What happened to your tokens and keys, and what is about to."
      docs="personal-tokens#look-after-it"
    >
      <Problem error={dismiss.error} />
      <Loaded query={notices}>
        {({ notices }) => (
          <DataTable
            caption="Notices"
            rows={notices}
            rowKey={({ id }) => id}
            empty={notices.length === 0 && <EmptyState>Nothing to tell you.</EmptyState>}
            columns={[
              { key: 'what', header: 'What', cell: notice => <What notice={notice} /> },
              { key: 'at', header: 'When', nowrap: true, cell: ({ at }) => <Instant at={at} /> },
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
        )}
      </Loaded>
    </Page>
  )
}

const What = ({ notice }: { notice: Notice }) => {
  const to = subjectPath(notice)
  return (
    <Stack gap={2}>
      {to ? (
        <TextLink to={to} fw={500}>
          {notice.title}
        </TextLink>
      ) : (
        <Text fw={500}>{notice.title}</Text>
      )}
      <Text size="sm" c="dimmed">
        {notice.details}
      </Text>
    </Stack>
  )
}
