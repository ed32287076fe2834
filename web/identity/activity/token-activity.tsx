import { Group, SegmentedControl, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isPermission, PERMISSIONS } from '../../../contract/core/permissions.ts'
import { ACTIVITY_SORTS, type TokenUse, tokenActivity } from '../../../contract/identity/activity.ts'
import { ask } from '../../core/api/queries.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useSorted } from '../../core/layout/use-sorted.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { CallChart } from './call-chart.tsx'

const PAGE_SIZE = 20
/** Of its sorting in the address. */
const NAME = 'activity'

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
  { key: 'time', header: 'Last', nowrap: true, cell: ({ lastAt }) => <Instant at={lastAt} /> },
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
  const [sorted] = useSorted(NAME)
  const order = sorted?.order
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another order it starts again
  useEffect(() => setPage(0), [order])
  const activity = useQuery({
    ...ask(tokenActivity, { params: { cid }, query: { outcome, order, page, pageSize: PAGE_SIZE } }),
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
          The last 90 days. Similar calls of a day are grouped.
        </Text>
      </Group>
      <Loaded query={activity}>
        {({ uses, total }) => (
          <DataTable
            name={NAME}
            noun={['row', 'rows']}
            sorts={ACTIVITY_SORTS}
            paging={{ page, pageSize: PAGE_SIZE, total, onPage: setPage }}
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
        )}
      </Loaded>
    </Section>
  )
}
