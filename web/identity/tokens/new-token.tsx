import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { createToken } from '../../../contract/identity/tokens.ts'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NewTokenForm, type Prefilled } from './new-token-form.tsx'
import { RevealToken } from './reveal-token.tsx'

type Props = {
  opened: boolean
  /** From the address: fills the form and is never sent automatically. */
  prefilled: Prefilled
  /** The form was left or answered. */
  onClose: () => void
}

/** From the form to the secret, in one dialog. The secret lives in this state and nowhere else. */
export const NewToken = ({ opened, prefilled, onClose }: Props) => {
  const [created, setCreated] = useState<AnswerOf<typeof createToken>>()
  const isSending = useIsMutating({ mutationKey: [createToken.id] }) > 0
  if (created) return <RevealToken created={created} onDone={() => setCreated(undefined)} />
  const reveal = (token: AnswerOf<typeof createToken>) => {
    setCreated(token)
    onClose()
  }
  return (
    <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Create new token" size="lg">
      <NewTokenForm prefilled={prefilled} onCreated={reveal} onCancel={onClose} />
    </FormModal>
  )
}
