import { Button, Group, Stack } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { type ApiKeyDefinition, listApiKeys, updateApiKey } from '../../../contract/identity/keys.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { KEY_WORDS } from './key-words.ts'

type Props = { apiKey: ApiKeyDefinition | undefined; opened: boolean; onClose: () => void }

export const EditKeyDialog = ({ apiKey, opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title="Edit key">
    {apiKey && <EditForm apiKey={apiKey} onClose={onClose} />}
  </FormModal>
)

/** Sends the version it began with: changes by another person in the meantime are not overwritten. */
const EditForm = ({ apiKey, onClose }: { apiKey: ApiKeyDefinition; onClose: () => void }) => {
  const [name, setName] = useState(apiKey.name)
  const [description, setDescription] = useState(apiKey.description ?? '')
  const [isAsked, setAsked] = useState(false)
  const send = useSend(updateApiKey, { refreshes: [listApiKeys] })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '') return
    const body = { name: name.trim(), description: description.trim() || null }
    const done = () => {
      notice('Key saved')
      onClose()
    }
    send.mutate({ params: { cid: apiKey.cid }, body, version: apiKey.version }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <NameFields
          {...KEY_WORDS}
          name={name}
          onName={setName}
          nameError={isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(send.error, 'name')}
          description={description}
          onDescription={setDescription}
          descriptionError={fieldError(send.error, 'description')}
        />
        <Problem error={send.error} except={['name', 'description']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Save key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
