import { Button, Group, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { type PersonalToken, updateToken } from '../../../contract/identity/tokens.ts'
import { ApiError, fieldError } from '../../core/api/api-error.ts'
import { refresh, useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { ExpiryEdit, useExpiryEdit } from './expiry-edit.tsx'
import { LimitFields } from './limit-fields.tsx'
import { TOKEN_READS } from './token-reads.ts'
import { TOKEN_FIELDS, TOKEN_WORDS } from './token-words.ts'
import { useLimits } from './use-limits.ts'

type Props = { token: PersonalToken | undefined; opened: boolean; onClose: () => void }

export const EditTokenDialog = ({ token, opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title="Edit token" size="lg">
    {token && <EditForm token={token} onClose={onClose} />}
  </FormModal>
)

/** Sends the version it began with: what somebody else changed meanwhile is not overwritten. */
const EditForm = ({ token, onClose }: { token: PersonalToken; onClose: () => void }) => {
  const [name, setName] = useState(token.name)
  const [description, setDescription] = useState(token.description ?? '')
  const limits = useLimits(token.limits, token.rotatesItself)
  const expiry = useExpiryEdit(token)
  const [isAsked, setAsked] = useState(false)
  const client = useQueryClient()
  const send = useSend(updateToken, { refreshes: TOKEN_READS })
  const isBeaten = send.error instanceof ApiError && send.error.status === 409 && !send.error.field
  const nameFault = isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(send.error, 'name')
  const close = () => {
    if (isBeaten) void refresh(client, TOKEN_READS)
    onClose()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '' || limits.fault || expiry.fault) return
    const body = { name: name.trim(), description: description.trim() || null, ...limits.chosen, ...expiry.chosen }
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
        <ExpiryEdit token={token} edit={expiry} isAsked={isAsked} error={send.error} />
        <LimitFields limits={limits} isAsked={isAsked} error={send.error} />
        <Problem
          error={send.error}
          title={isBeaten ? 'This token was changed by someone else' : undefined}
          except={TOKEN_FIELDS}
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
