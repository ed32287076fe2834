import { Divider, Stack, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { acceptInvitation, signInOptions } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
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
  const send = useSend(acceptInvitation)
  const arrive = useArrive()
  const form = useForm({
    initialValues: { name: invitedAs, password: '' },
    validate: { name: isNotEmpty('Enter your name.'), password: passwordFault },
    transformValues: ({ name, password }) => ({ secret, name: name.trim(), password }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => arrive() })}
      submit="Accept and sign in"
      look="entrance"
    >
      <TextInput label="Email" value={email} readOnly autoComplete="username" />
      <TextInput
        label="Name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <NewPasswordField {...form.getInputProps('password')} />
    </Form>
  )
}
