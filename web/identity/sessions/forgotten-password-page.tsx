import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { forgotPassword, signInOptions } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Entrance } from './entrance.tsx'

export const ForgottenPasswordPage = () => {
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Entrance title="Forgotten password">
      <Loaded query={options}>
        {({ mail }) =>
          mail ? (
            <MailForm />
          ) : (
            <Text>
              This server sends no mail. Ask an administrator for a reset link; with it you choose a new password.
            </Text>
          )
        }
      </Loaded>
      <TextLink to={paths.signIn}>Back to sign in</TextLink>
    </Entrance>
  )
}

const MailForm = () => {
  const [email, setEmail] = useState('')
  const [isAsked, setAsked] = useState(false)
  const send = useSend(forgotPassword)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (email.trim() !== '') send.mutate({ body: { email: email.trim() } })
  }
  if (send.isSuccess)
    return (
      <Text role="status">
        If {email.trim()} has an account here, a link is on its way. It works once, for 24 hours. Nothing came? Look in
        the spam folder, or ask an administrator.
      </Text>
    )
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Email"
          description="We send a link with which you choose a new password."
          type="email"
          autoComplete="username"
          required
          value={email}
          error={isAsked && email.trim() === '' && 'Enter your email.'}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <Problem error={send.error} />
        <Button type="submit" loading={send.isPending}>
          Send the link
        </Button>
      </Stack>
    </form>
  )
}
