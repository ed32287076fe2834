import { Text } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import { createDataWebhook, listDataWebhooks } from '../../../contract/catalog/data-webhooks.ts'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Form } from '../../core/layout/form.tsx'
import { SecretGuard } from '../../core/layout/secret-guard.tsx'
import { CopyText } from '../../core/ui/copy-text.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { ExpiryFields } from '../../identity/tokens/expiry-fields.tsx'
import { useExpiry } from '../../identity/tokens/use-expiry.ts'
import { type Fields, fieldsOf, listIn, MappingFields } from './mapping-fields.tsx'

type Created = AnswerOf<typeof createDataWebhook>
type Props = { opened: boolean; onClose: () => void }

/** From the form to the URL, which lives in this state and nowhere else. */
export const NewWebhook = ({ opened, onClose }: Props) => {
  const [created, setCreated] = useState<Created>()
  const isSending = useIsMutating({ mutationKey: [createDataWebhook.id] }) > 0
  const reveal = (made: Created) => {
    setCreated(made)
    onClose()
  }
  return (
    <>
      <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Create data webhook" size="lg">
        <NewForm onCreated={reveal} onCancel={onClose} />
      </FormModal>
      {created && <Reveal created={created} onDone={() => setCreated(undefined)} />}
    </>
  )
}

const sent = ({ name, description, keys, ranges, ...fields }: Fields) => ({
  ...namesOf({ name, description }),
  ...fields,
  keys: listIn(keys),
  addressRanges: listIn(ranges).length > 0 ? listIn(ranges) : null,
})

const NewForm = ({ onCreated, onCancel }: { onCreated: (created: Created) => void; onCancel: () => void }) => {
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry({ isPoliced: false })
  const send = useSendSecret(createDataWebhook, [listDataWebhooks])
  const form = useForm({
    initialValues: fieldsOf(),
    validate: {
      name: nameRule,
      entityType: isNotEmpty('Enter a type.'),
      keys: isNotEmpty('Enter at least one key.'),
      mapping: isNotEmpty('Enter a jq program.'),
      sample: isNotEmpty('Enter a payload.'),
    },
    transformValues: sent,
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body =>
        !expiry.fault && send.mutate({ input: { body: { ...body, ...expiry.chosen } }, show: onCreated })
      }
      submit="Create webhook"
      onCancel={onCancel}
      shows={['expirationDate', 'timeZone']}
      onTry={() => setAsked(true)}
    >
      <Text>
        Anyone who has the URL can set these keys. It works as long as you can edit entities; an administrator can take
        it over.
      </Text>
      <MappingFields values={form.values} input={form.getInputProps} />
      <ExpiryFields expiry={expiry} isAsked={isAsked} error={send.error} />
    </Form>
  )
}

const Reveal = ({ created, onDone }: { created: Created; onDone: () => void }) => (
  <SecretGuard
    opened
    title="Copy the URL"
    size="lg"
    warning="The URL can't be shown again. If you lose it, revoke this webhook and create another."
    onClose={onDone}
  >
    {copied => (
      <>
        <Text>This is the only time the URL is shown. Treat it like a password: it needs no other credential.</Text>
        <CopyText value={created.url} noun="URL" label={`URL of ${created.webhook.name}`} onCopied={copied} />
      </>
    )}
  </SecretGuard>
)
