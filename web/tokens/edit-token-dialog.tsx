import { Button, Group, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { listTokens, type PersonalToken, updateToken } from '../../contract/tokens.ts'
import { ApiError, fieldError } from '../api/api-error.ts'
import { refresh, useSend } from '../api/queries.ts'
import { Problem } from '../layout/problem.tsx'
import { FormModal } from '../ui/form-modal.tsx'
import { NameFields } from '../ui/name-fields.tsx'
import { notice } from '../ui/notice.ts'
import { TOKEN_WORDS } from './token-words.ts'

type Props = { token: PersonalToken | undefined; onClose: () => void }

export const EditTokenDialog = ({ token, onClose }: Props) => (
  <FormModal opened={token !== undefined} onClose={onClose} title="Edit token">
    {token && <EditForm token={token} onClose={onClose} />}
  </FormModal>
)

/** Sends the version it began with: what somebody else changed meanwhile is not overwritten. */
const EditForm = ({ token, onClose }: { token: PersonalToken; onClose: () => void }) => {
  const [name, setName] = useState(token.name)
  const [description, setDescription] = useState(token.description ?? '')
  const [isAsked, setAsked] = useState(false)
  const client = useQueryClient()
  const send = useSend(updateToken, { refreshes: [listTokens] })
  const isBeaten = send.error instanceof ApiError && send.error.status === 409
  const nameFault = isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(send.error, 'name')
  const close = () => {
    if (isBeaten) void refresh(client, [listTokens])
    onClose()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '') return
    const body = { name: name.trim(), description: description.trim() || null }
    const done = () => {
      notice('Token saved')
      onClose()
    }
    // Whoever was told of the other change may still put theirs over it.
    const version = isBeaten ? undefined : token.version
    send.mutate({ params: { cid: token.cid }, body, version }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <NameFields
          {...TOKEN_WORDS}
          name={name}
          onName={setName}
          nameError={nameFault}
          description={description}
          onDescription={setDescription}
          descriptionError={fieldError(send.error, 'description')}
        />
        <Problem
          error={send.error}
          title={isBeaten ? 'Somebody changed this token meanwhile' : undefined}
          except={['name', 'description']}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {isBeaten ? 'Close and show the new state' : 'Cancel'}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {isBeaten ? 'Save mine over it' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
