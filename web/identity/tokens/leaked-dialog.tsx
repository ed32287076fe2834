import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { tokenLeaked } from '../../../contract/identity/rotation.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Props = { token: PersonalToken; opened: boolean; onClose: () => void }
type Told = AnswerOf<typeof tokenLeaked>

/** Ends everything, then shows what was done with it. */
export const LeakedDialog = ({ token, opened, onClose }: Props) => {
  const send = useSend(tokenLeaked, { refreshes: TOKEN_READS })
  const close = () => {
    onClose()
    send.reset()
  }
  if (send.data) return <WhatWasDone told={send.data} opened={opened} onClose={close} />
  return (
    <ConfirmDialog
      opened={opened}
      title={`Report "${token.name}" as leaked`}
      confirmLabel="Revoke now"
      onConfirm={() => send.mutate({ params: { cid: token.cid } })}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      Every secret of this token and every API key created with it is revoked immediately. You then see what the token
      was used for. This cannot be undone.
    </ConfirmDialog>
  )
}

const WhatWasDone = ({ told, opened, onClose }: { told: Told; opened: boolean; onClose: () => void }) => (
  <Modal opened={opened} onClose={onClose} title={`${told.token.name} is revoked`} size="lg">
    <Stack gap="md">
      {told.endedWith.length > 0 && <Text>Also revoked: {told.endedWith.map(({ name }) => name).join(', ')}.</Text>}
      <Section
        title="Where it was used from in the last 90 days"
        none={told.places.length === 0 && 'This token was never used.'}
      >
        <List size="sm">
          {told.places.map(({ at, address, client, count }) => (
            <List.Item key={`${address} ${client}`}>
              <span className="mono">{address}</span>, {client}: {count} {count === 1 ? 'call' : 'calls'}, the last{' '}
              <Instant at={at} />
            </List.Item>
          ))}
        </List>
      </Section>
      <Section title="What was changed with it" none={told.changes.length === 0 && 'Nothing.'}>
        <List size="sm">
          {told.changes.map(({ at, action, objectType, objectIdentifier }) => (
            <List.Item key={`${at} ${objectType} ${objectIdentifier} ${action}`}>
              <Instant at={at} />: {action} {objectType} <span className="mono">{objectIdentifier}</span>
            </List.Item>
          ))}
        </List>
      </Section>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  </Modal>
)
