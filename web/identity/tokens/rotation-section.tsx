import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { finishRotation, undoRotation } from '../../../contract/identity/rotation.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { useSend } from '../../core/api/queries.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { exactText } from '../../core/ui/instant-text.ts'
import { notice } from '../../core/ui/notice.ts'
import { LastUsedCell } from './token-cells.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Rotation = NonNullable<PersonalToken['rotation']>

/** While two secrets of a token work: where each was used last, and how it goes on. */
export const RotationSection = ({ token }: { token: PersonalToken }) => {
  const { rotation } = token
  const undo = useSend(undoRotation, { refreshes: TOKEN_READS })
  const finish = useSend(finishRotation, { refreshes: TOKEN_READS })
  if (!rotation || token.state !== 'ACTIVE') return null
  const input = { params: { cid: token.cid }, version: token.version }
  return (
    <Alert variant="light" color="gray" title="Two secrets of this token work">
      <Stack gap="sm">
        <Text>{whatHappens(rotation)}</Text>
        <Slots rotation={rotation} />
        <Problem error={undo.error ?? finish.error} />
        <Group gap="xs">
          <ActionButton
            variant="default"
            ability={undoAbility(token, rotation)}
            loading={undo.isPending}
            onClick={() => undo.mutate(input, { onSuccess: () => notice('The old secret is the only one again') })}
          >
            Undo the rotation
          </ActionButton>
          {token.abilities?.rotate.allowed && (
            <Button
              variant="default"
              loading={finish.isPending}
              onClick={() => finish.mutate(input, { onSuccess: () => notice('The old secret ended') })}
            >
              End the old secret now
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}

const undoAbility = ({ abilities }: PersonalToken, { firstUsed }: Rotation) =>
  abilities?.rotate.allowed && firstUsed !== null
    ? { allowed: false, reason: 'The new secret is in use.' }
    : abilities?.rotate

const afterUse = ({ minutesAfterFirstUse }: Rotation) => {
  if (minutesAfterFirstUse === null) return ''
  if (minutesAfterFirstUse === 0) return ', or at the first use of the new one'
  return `, or ${minutesAfterFirstUse} minutes after the first use of the new one`
}

const whatHappens = (rotation: Rotation) => {
  const end = exactText(Date.parse(rotation.previousWorksUntil))
  return rotation.firstUsed === null
    ? `The new one was not used yet. The old one ends on ${end}${afterUse(rotation)}.`
    : `The new one is in use. The old one ends on ${end}.`
}

const Slots = ({ rotation }: { rotation: Rotation }) => (
  <DataTable
    caption="The two secrets"
    rows={[
      { slot: 'New', ...rotation.current },
      { slot: 'Old', ...rotation.previous },
    ]}
    noun={['secret', 'secrets']}
    rowKey={({ slot }) => slot}
    columns={[
      { key: 'slot', header: 'Secret', cell: ({ slot }) => slot },
      { key: 'last4', header: 'Ends in', mono: true, cell: ({ last4 }) => last4 },
      {
        key: 'used',
        header: 'Last used',
        width: '35%',
        cell: ({ lastUsed }) => <LastUsedCell token={{ lastUsed }} exact />,
      },
      {
        key: 'until',
        header: 'Works until',
        cell: ({ slot }) => (slot === 'Old' ? <Instant at={rotation.previousWorksUntil} exact /> : 'The token ends'),
      },
    ]}
  />
)
