import { useIsMutating, useQuery } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { createToken, getToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { likeToken, type Prefilled } from './like-token.ts'
import { NewTokenForm } from './new-token-form.tsx'
import { RevealToken } from './reveal-token.tsx'

type Props = {
  opened: boolean
  /** From the address: fills the form and is never sent automatically. */
  prefilled: Prefilled
  /** The identifier of a token to begin with, in place of `prefilled`. */
  like?: string
  /** The form was left or answered. */
  onClose: () => void
}

/** From the form to the secret, in one dialog. The secret lives in this state and nowhere else. */
export const NewToken = ({ opened, prefilled, like, onClose }: Props) => {
  const [created, setCreated] = useState<AnswerOf<typeof createToken>>()
  const isSending = useIsMutating({ mutationKey: [createToken.id] }) > 0
  if (created) return <RevealToken created={created} onDone={() => setCreated(undefined)} />
  const reveal = (token: AnswerOf<typeof createToken>) => {
    setCreated(token)
    onClose()
  }
  return (
    <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Create new token" size="lg">
      {like === undefined ? (
        <NewTokenForm prefilled={prefilled} onCreated={reveal} onCancel={onClose} />
      ) : (
        <FormLike cid={like} onCreated={reveal} onCancel={onClose} />
      )}
    </FormModal>
  )
}

type LikeProps = Omit<ComponentProps<typeof NewTokenForm>, 'prefilled'> & { cid: string }

const FormLike = ({ cid, ...form }: LikeProps) => {
  const query = useQuery(ask(getToken, { params: { cid } }))
  return (
    <Loaded query={query} lines={6}>
      {token => <NewTokenForm prefilled={likeToken(token)} {...form} />}
    </Loaded>
  )
}
