import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { setUp } from '../../../contract/identity/sessions.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { useArrive } from './arrive.ts'
import { CheckedLink } from './checked-link.tsx'
import { Entrance } from './entrance.tsx'
import { NewPasswordField, passwordFault } from './password-field.tsx'

export const SetUpPage = () => (
  <Entrance title="Set up Portico" intro="You become the first administrator. You then invite others.">
    <CheckedLink kind="SET_UP" remedy="Use the link the server printed last; a restart prints a new one.">
      {secret => <SetUpForm secret={secret} />}
    </CheckedLink>
  </Entrance>
)

const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

const SetUpForm = ({ secret }: { secret: string }) => {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sampleCatalog, setSampleCatalog] = useState(false)
  const [isAsked, setAsked] = useState(false)
  const send = useSend(setUp)
  const arrive = useArrive()
  const faults = {
    name: name.trim() === '' ? 'Enter your name.' : undefined,
    email: looksLikeEmail(email.trim()) ? undefined : 'Enter your email, such as ada@example.com.',
    password: passwordFault(password),
  }
  const errorAt = (field: keyof typeof faults) => (isAsked && faults[field]) || fieldError(send.error, field)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (faults.name || faults.email || faults.password) return
    const body = { secret, name: name.trim(), email: email.trim(), password, sampleCatalog }
    send.mutate({ body }, { onSuccess: () => arrive() })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          error={errorAt('name')}
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          required
          value={email}
          error={errorAt('email')}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <NewPasswordField value={password} onChange={setPassword} error={errorAt('password')} />
        <Checkbox
          label="Load a sample catalog"
          description="Teams, services, two Scorecards and a person of each role to try things with. You can remove it in Settings."
          checked={sampleCatalog}
          onChange={event => setSampleCatalog(event.currentTarget.checked)}
        />
        <Problem error={send.error} except={['name', 'email', 'password']} />
        <Button type="submit" loading={send.isPending}>
          Create the administrator
        </Button>
      </Stack>
    </form>
  )
}
