import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import { type NarrowingUse, tokenNarrowing } from '../../../contract/identity/narrowing.ts'
import { type PersonalToken, updateToken } from '../../../contract/identity/tokens.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { notice } from '../../core/ui/notice.ts'
import { LimitFields } from './limit-fields.tsx'
import { TOKEN_READS } from './token-reads.ts'
import { useLimits } from './use-limits.ts'

type Proposal = AnswerOf<typeof tokenNarrowing>
type Props = { token: PersonalToken; opened: boolean; onClose: () => void }

/** After the last letter of a range. */
const PAUSE_MS = 300

const TITLE = 'Narrow to what it used in 90 days'

/** Proposes limits from the recorded activity, and shows what they would have refused before they are applied. */
export const NarrowDialog = ({ token, opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title={TITLE} size="xl">
    {opened && <Proposed token={token} onClose={onClose} />}
  </FormModal>
)

const Proposed = ({ token, onClose }: Omit<Props, 'opened'>) => {
  const query = useQuery({
    ...ask(tokenNarrowing, { params: { cid: token.cid } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Loaded query={query}>
      {proposal =>
        isNarrower(proposal) ? (
          <NarrowForm token={token} proposal={proposal} onClose={onClose} />
        ) : (
          <NothingToNarrow proposal={proposal} onClose={onClose} />
        )
      }
    </Loaded>
  )
}

const isNarrower = ({ current, proposed }: Proposal) => JSON.stringify(current) !== JSON.stringify(proposed)

const Warnings = ({ proposal: { warnings, incomplete } }: { proposal: Proposal }) => (
  <>
    {incomplete.length > 0 && (
      <Alert variant="light" color="yellow" title="The activity is incomplete">
        {incomplete.join(' ')} Portico proposes no limits from it.
      </Alert>
    )}
    <List size="sm">
      {warnings.map(warning => (
        <List.Item key={warning}>{warning}</List.Item>
      ))}
    </List>
  </>
)

const NothingToNarrow = ({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) => (
  <Stack gap="md">
    {proposal.incomplete.length === 0 && proposal.uses.length > 0 && (
      <Text>The token used all that its limits allow. There is nothing to narrow.</Text>
    )}
    <Warnings proposal={proposal} />
    <Uses uses={proposal.uses} />
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        Close
      </Button>
    </Group>
  </Stack>
)

const NarrowForm = ({
  token,
  proposal,
  onClose,
}: {
  token: PersonalToken
  proposal: Proposal
  onClose: () => void
}) => {
  const limits = useLimits(proposal.proposed, token.rotatesItself)
  const [isAsked, setAsked] = useState(false)
  const send = useSend(updateToken, { refreshes: [...TOKEN_READS, tokenNarrowing] })
  const { readOnly, permissions, addressRanges } = limits.chosen.limits
  const chosen = { readOnly, ...(permissions && { permissions }), ...(addressRanges && { addressRanges }) }
  const [tried] = useDebouncedValue(chosen, PAUSE_MS)
  const query = useQuery({
    ...ask(tokenNarrowing, { params: { cid: token.cid }, query: tried }),
    placeholderData: keepPreviousData,
  })
  const { uses, wouldBeRefused } = query.data ?? proposal
  const apply = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (limits.fault) return
    const done = () => {
      notice('The token is narrowed')
      onClose()
    }
    send.mutate({ params: { cid: token.cid }, body: limits.chosen, version: token.version }, { onSuccess: done })
  }
  return (
    <form onSubmit={apply}>
      <Stack gap="md">
        <Text>
          These limits allow what the token did. Change them as you like, and see what they would have refused.
        </Text>
        <Warnings proposal={proposal} />
        <LimitFields limits={limits} isAsked={isAsked} error={send.error ?? query.error} />
        <Text fw={600} role="status">
          {wouldBeRefused === 0
            ? 'These limits would have refused none of these calls.'
            : `These limits would have refused ${wouldBeRefused} ${wouldBeRefused === 1 ? 'call' : 'calls'}.`}
        </Text>
        <Uses uses={uses} />
        <Problem error={send.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Apply limits
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const requirement = ({ permission, changes }: NarrowingUse) =>
  [permission && PERMISSIONS[permission].name, changes && 'to change something'].filter(Boolean).join(', ') || 'Nothing'

const COLUMNS: readonly Column<NarrowingUse>[] = [
  {
    key: 'summary',
    header: 'What it did',
    value: ({ summary }) => summary,
    cell: ({ summary, method, route }) => <span title={`${method} ${route}`}>{summary}</span>,
  },
  {
    key: 'count',
    header: 'Calls',
    align: 'right',
    first: 'desc',
    value: ({ count }) => count,
    cell: ({ count }) => count,
  },
  {
    key: 'time',
    header: 'Last',
    nowrap: true,
    value: ({ lastAt }) => lastAt,
    cell: ({ lastAt }) => <Instant at={lastAt} />,
  },
  {
    key: 'needs',
    header: 'Requires',
    value: requirement,
    cell: requirement,
  },
  {
    key: 'refused',
    header: 'Would be refused',
    first: 'desc',
    value: ({ wouldBeRefused }) => wouldBeRefused,
    cell: ({ wouldBeRefused, reason }) => (wouldBeRefused === 0 ? 'No' : `${wouldBeRefused}: ${reason}`),
  },
]

const Uses = ({ uses }: { uses: readonly NarrowingUse[] }) => (
  <DataTable
    caption="What the token did in 90 days"
    columns={COLUMNS}
    rows={uses}
    rowKey={({ method, route }) => `${method} ${route}`}
    noun={['operation', 'operations']}
    empty={<Text c="dimmed">No calls in the last 90 days.</Text>}
  />
)
