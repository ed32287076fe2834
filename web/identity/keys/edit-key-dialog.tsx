import { useForm } from '@mantine/form'
import { type ApiKeyDefinition, listApiKeys, updateApiKey } from '../../../contract/identity/keys.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NameFields, nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { KEY_WORDS } from './key-words.ts'

type Props = { apiKey: ApiKeyDefinition | undefined; opened: boolean; onClose: () => void }

export const EditKeyDialog = ({ apiKey, opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title="Edit key">
    {apiKey && <EditForm apiKey={apiKey} onClose={onClose} />}
  </FormModal>
)

/** Sends the version it began with: what someone else changed in the meantime is not overwritten. */
const EditForm = ({
  apiKey: { cid, version, ...apiKey },
  onClose,
}: {
  apiKey: ApiKeyDefinition
  onClose: () => void
}) => {
  const send = useSend(updateApiKey, { refreshes: [listApiKeys] })
  const form = useForm({
    initialValues: { name: apiKey.name, description: apiKey.description ?? '' },
    validate: { name: nameRule },
    transformValues: namesOf,
  })
  const done = () => {
    notice('Key saved')
    onClose()
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ params: { cid }, body, version }, { onSuccess: done })}
      submit="Save key"
      onCancel={onClose}
    >
      <NameFields {...KEY_WORDS} input={form.getInputProps} />
    </Form>
  )
}
