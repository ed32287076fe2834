import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type PersonalToken, updateToken } from '../../../contract/identity/tokens.ts'
import { ApiError } from '../../core/api/api-error.ts'
import { refresh, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NameFields, nameRule, namesOf } from '../../core/ui/name-fields.tsx'
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

/** Sends the version it began with: what someone else changed in the meantime is not overwritten. */
const EditForm = ({ token, onClose }: { token: PersonalToken; onClose: () => void }) => {
  const limits = useLimits(token.limits, token.rotatesItself)
  const expiry = useExpiryEdit(token)
  const [isAsked, setAsked] = useState(false)
  const client = useQueryClient()
  const send = useSend(updateToken, { refreshes: TOKEN_READS })
  const isOutdated = send.error instanceof ApiError && send.error.status === 409 && !send.error.field
  const form = useForm({
    initialValues: { name: token.name, description: token.description ?? '' },
    validate: { name: nameRule },
    transformValues: namesOf,
  })
  const close = () => {
    if (isOutdated) void refresh(client, TOKEN_READS)
    onClose()
  }
  const done = () => {
    notice('Token saved')
    onClose()
  }
  const save = (names: ReturnType<typeof namesOf>) => {
    if (limits.fault || expiry.fault) return
    const body = { ...names, ...limits.chosen, ...expiry.chosen }
    // A person who was shown that there is another change may still put theirs over it.
    const version = isOutdated ? undefined : token.version
    send.mutate({ params: { cid: token.cid }, body, version }, { onSuccess: done })
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={save}
      submit={isOutdated ? 'Save mine over it' : 'Save'}
      onCancel={close}
      cancel={isOutdated ? 'Close and show the new state' : 'Cancel'}
      failed={isOutdated ? 'This token was changed by someone else' : undefined}
      shows={TOKEN_FIELDS}
      onTry={() => setAsked(true)}
    >
      <NameFields {...TOKEN_WORDS} input={form.getInputProps} />
      <ExpiryEdit token={token} edit={expiry} isAsked={isAsked} error={send.error} />
      <LimitFields limits={limits} isAsked={isAsked} error={send.error} />
    </Form>
  )
}
