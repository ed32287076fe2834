import { Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { type checkLink, resetPassword } from '../../../contract/identity/sessions.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { useArrive } from './arrive.ts'
import { CheckedLink } from './checked-link.tsx'
import { Entrance } from './entrance.tsx'
import { NewPasswordField, passwordFault } from './password-field.tsx'

export const ResetPasswordPage = () => (
  <Entrance title="Choose a new password">
    <CheckedLink kind="RESET" remedy="Ask for a new reset link.">
      {(secret, { email, identities }) => <ResetForm secret={secret} email={email ?? ''} linked={identities} />}
    </CheckedLink>
  </Entrance>
)

type Linked = AnswerOf<typeof checkLink>['identities']

const named = (linked: Linked) => linked.map(({ provider, email }) => (email ? `${provider} (${email})` : provider))

const ResetForm = ({ secret, email, linked }: { secret: string; email: string; linked: Linked }) => {
  const [password, setPassword] = useState('')
  const [unlinkIdentities, setUnlink] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const send = useSend(resetPassword)
  const arrive = useArrive()
  const fault = passwordFault(password)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!fault) send.mutate({ body: { secret, password, unlinkIdentities } }, { onSuccess: () => arrive() })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput label="Email" value={email} readOnly autoComplete="username" />
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={isAsked && fault ? fault : fieldError(send.error, 'password')}
        />
        {linked.length > 0 && (
          <Checkbox
            label="Unlink the accounts that can sign in without this password"
            description={`${named(linked).join(', ')}. Unlink them if you did not link all of them yourself.`}
            checked={unlinkIdentities}
            onChange={event => setUnlink(event.currentTarget.checked)}
          />
        )}
        <Text c="dimmed">This signs you out everywhere else. Your personal tokens stay as they are.</Text>
        <Problem error={send.error} except={['password']} />
        <Button type="submit" loading={send.isPending}>
          Set password and sign in
        </Button>
      </Stack>
    </form>
  )
}
