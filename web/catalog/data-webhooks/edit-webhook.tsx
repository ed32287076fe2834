import { isNotEmpty, useForm } from '@mantine/form'
import { type DataWebhook, listDataWebhooks, updateDataWebhook } from '../../../contract/catalog/data-webhooks.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { type Fields, fieldsOf, listIn, MappingFields } from './mapping-fields.tsx'

type Props = { webhook: DataWebhook | undefined; opened: boolean; onClose: () => void }

export const EditWebhook = ({ webhook, opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title="Edit data webhook" size="lg">
    {webhook && <EditForm webhook={webhook} onClose={onClose} />}
  </FormModal>
)

/** A mapping that stays is not sent, and so needs no sample. */
const changesOf =
  (before: DataWebhook) =>
  ({ name, description, keys, mapping, sample, ranges }: Fields) => ({
    ...namesOf({ name, description }),
    addressRanges: listIn(ranges).length > 0 ? listIn(ranges) : null,
    ...(mapping === before.mapping && listIn(keys).join() === before.keys.join()
      ? {}
      : { mapping, keys: listIn(keys), ...(sample.trim() === '' ? {} : { sample }) }),
  })

const EditForm = ({ webhook, onClose }: { webhook: DataWebhook; onClose: () => void }) => {
  const send = useSend(updateDataWebhook, { refreshes: [listDataWebhooks] })
  const form = useForm({
    initialValues: fieldsOf(webhook),
    validate: {
      name: nameRule,
      keys: isNotEmpty('Enter at least one key.'),
      mapping: isNotEmpty('Enter a jq program.'),
    },
    transformValues: changesOf(webhook),
  })
  const done = () => {
    notice(`${webhook.name} is saved`)
    onClose()
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body =>
        send.mutate({ params: { cid: webhook.cid }, body, version: webhook.version }, { onSuccess: done })
      }
      submit="Save"
      onCancel={onClose}
    >
      <MappingFields values={form.values} input={form.getInputProps} isStored />
    </Form>
  )
}
