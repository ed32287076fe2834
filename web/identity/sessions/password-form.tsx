import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { signIn } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { useArrive } from './arrive.ts'

/** Email and password; both stay where they are when the answer is no. */
export const PasswordForm = ({ returnTo }: { returnTo: string | undefined }) => {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isAsked, setAsked] = useState(false)
  const send = useSend(signIn)
  const arrive = useArrive()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (email.trim() === '' || password === '') return
    send.mutate({ body: { email: email.trim(), password } }, { onSuccess: () => arrive(returnTo) })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          required
          value={email}
          error={isAsked && email.trim() === '' && 'Enter your email.'}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          value={password}
          error={isAsked && password === '' && 'Enter your password.'}
          onChange={event => setPassword(event.currentTarget.value)}
        />
        <Problem error={send.error} title="You are not signed in" />
        <Button type="submit" loading={send.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
