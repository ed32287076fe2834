import { Button, Divider, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { acceptInvitation, signInOptions } from '../../../contract/identity/sessions.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { useArrive } from './arrive.ts'
import { CheckedLink } from './checked-link.tsx'
import { Entrance } from './entrance.tsx'
import { NewPasswordField, passwordFault } from './password-field.tsx'
import { ProviderButton } from './provider-button.tsx'

export const InvitationPage = () => {
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Entrance title="Accept your invitation">
      <CheckedLink kind="INVITATION" remedy="Ask the person who invited you for a new invitation.">
        {(secret, { email, name }) => (
          <Loaded query={options}>
            {({ password, oidc }) => (
              <Stack gap="md">
                {oidc && (
                  <ProviderButton name={oidc.name} invitation={secret} variant={password ? 'default' : 'filled'} />
                )}
                {oidc && password && <Divider label="or choose a password" />}
                {password && <InvitationForm secret={secret} email={email ?? ''} invitedAs={name ?? ''} />}
              </Stack>
            )}
          </Loaded>
        )}
      </CheckedLink>
    </Entrance>
  )
}

const InvitationForm = ({ secret, email, invitedAs }: { secret: string; email: string; invitedAs: string }) => {
  const [name, setName] = useState(invitedAs)
  const [password, setPassword] = useState('')
  const [isAsked, setAsked] = useState(false)
  const send = useSend(acceptInvitation)
  const arrive = useArrive()
  const fault = passwordFault(password)
  const isNameless = name.trim() === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (fault || isNameless) return
    send.mutate({ body: { secret, name: name.trim(), password } }, { onSuccess: () => arrive() })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput label="Email" value={email} readOnly autoComplete="username" />
        <TextInput
          label="Name"
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          error={isAsked && isNameless ? 'Enter your name.' : fieldError(send.error, 'name')}
          onChange={event => setName(event.currentTarget.value)}
        />
        <NewPasswordField
          value={password}
          onChange={setPassword}
          error={isAsked && fault ? fault : fieldError(send.error, 'password')}
        />
        <Problem error={send.error} except={['name', 'password']} />
        <Button type="submit" loading={send.isPending}>
          Accept and sign in
        </Button>
      </Stack>
    </form>
  )
}
