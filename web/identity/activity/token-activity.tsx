import { Group, SegmentedControl, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isPermission, PERMISSIONS } from '../../../contract/core/permissions.ts'
import { type TokenUse, tokenActivity } from '../../../contract/identity/activity.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { CallChart } from './call-chart.tsx'

const PAGE_SIZE = 20

const OUTCOMES = [
  { value: 'all', label: 'All' },
  { value: 'refused', label: 'Refused' },
]

const LIMITED = /^(needs|limited:) (\w+)$/

/** `needs EDIT_ENTITIES` → "lacks Edit entities". */
const reasonText = (reason: string) => {
  const [, how, permission = ''] = LIMITED.exec(reason) ?? []
  if (!how || !isPermission(permission)) return reason
  const { name } = PERMISSIONS[permission]
  return how === 'needs' ? `lacks ${name}` : `excluded by its limits: ${name}`
}

const Outcome = ({ use: { status, reason } }: { use: TokenUse }) => {
  if (reason === null) return <span>{status}</span>
  return (
    <>
      <StateLabel tone="bad">Refused</StateLabel>{' '}
      <Text span size="xs" c="dimmed">
        {status}, {reasonText(reason)}
      </Text>
    </>
  )
}

const columns: Column<TokenUse>[] = [
  { key: 'last', header: 'Last', nowrap: true, cell: ({ lastAt }) => <Instant at={lastAt} /> },
  { key: 'count', header: 'Calls', align: 'right', cell: ({ count }) => count },
  {
    key: 'call',
    header: 'Call',
    mono: true,
    cell: ({ method, route }) => `${method} ${route}`,
  },
  { key: 'outcome', header: 'Answer', cell: use => <Outcome use={use} /> },
  { key: 'address', header: 'From', mono: true, cell: ({ address }) => address },
  { key: 'client', header: 'Client', cell: ({ client }) => client },
  { key: 'secret', header: 'Secret', mono: true, cell: ({ last4 }) => `…${last4}` },
]

const keyOf = ({ lastAt, method, route, status, reason, address, client, last4 }: TokenUse) =>
  [lastAt, method, route, status, reason, address, client, last4].join(' ')

/** What was done and tried with a token; it stays after the token ended. */
export const TokenActivity = ({ cid }: { cid: string }) => {
  const [outcome, setOutcome] = useState<'all' | 'refused'>('all')
  const [page, setPage] = useState(0)
  const activity = useQuery({
    ...ask(tokenActivity, { params: { cid }, query: { outcome, page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const choose = (value: string) => {
    setOutcome(value === 'refused' ? 'refused' : 'all')
    setPage(0)
  }
  return (
    <Section title="Activity">
      <CallChart cid={cid} />
      <Group my="sm">
        <SegmentedControl aria-label="Which calls" size="xs" data={OUTCOMES} value={outcome} onChange={choose} />
        <Text size="sm" c="dimmed">
          The last 90 days. Calls of one day that are alike stand together.
        </Text>
      </Group>
      <Loaded query={activity}>
        {({ uses, total }) => (
          <>
            <DataTable
              caption="What was done and tried with this token"
              columns={columns}
              rows={uses}
              rowKey={keyOf}
              empty={
                total === 0 && (
                  <EmptyState>{outcome === 'refused' ? 'Nothing was refused.' : 'Nobody has used it yet.'}</EmptyState>
                )
              }
            />
            <Pager page={page} pageSize={PAGE_SIZE} total={total} noun={['row', 'rows']} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Section>
  )
}
