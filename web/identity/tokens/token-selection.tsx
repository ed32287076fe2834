import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { revokeChosenTokens } from '../../../contract/identity/token-lists.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Props = { chosen: readonly PersonalToken[]; onClear: () => void }

const MOST_NAMED = 10

const counted = (count: number) => `${count} ${count === 1 ? 'token' : 'tokens'}`

/** What can be done with the tokens that are selected. */
export const TokenSelection = ({ chosen, onClear }: Props) => {
  const [isAsking, setAsking] = useState(false)
  return (
    <Group gap="sm" role="status">
      <Text>{counted(chosen.length)} selected</Text>
      <Button color="red" variant="light" size="compact-sm" onClick={() => setAsking(true)}>
        Revoke selected…
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={onClear}>
        Clear selection
      </Button>
      <ConfirmCall
        opened={isAsking}
        onClose={() => setAsking(false)}
        operation={revokeChosenTokens}
        input={{ body: { cids: chosen.map(({ cid }) => cid) } }}
        refreshes={TOKEN_READS}
        title={`Revoke ${counted(chosen.length)}?`}
        confirmLabel="Revoke"
        done={({ tokens }) => `${counted(tokens)} revoked`}
        onDone={onClear}
      >
        <Text>
          {chosen
            .slice(0, MOST_NAMED)
            .map(({ name }) => name)
            .join(', ')}
          {chosen.length > MOST_NAMED && ` and ${chosen.length - MOST_NAMED} more`}. The very next call with each of
          them is refused, and API keys that they created end with them. This can’t be undone.
        </Text>
      </ConfirmCall>
    </Group>
  )
}
