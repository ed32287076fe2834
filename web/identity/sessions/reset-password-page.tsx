import { Checkbox, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { type checkLink, resetPassword } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
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
  const send = useSend(resetPassword)
  const arrive = useArrive()
  const form = useForm({
    initialValues: { password: '', unlinkIdentities: false },
    validate: { password: passwordFault },
    transformValues: values => ({ secret, ...values }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => arrive() })}
      submit="Set password and sign in"
      look="entrance"
    >
      <TextInput label="Email" value={email} readOnly autoComplete="username" />
      <NewPasswordField label="New password" {...form.getInputProps('password')} />
      {linked.length > 0 && (
        <Checkbox
          label="Unlink the accounts that can sign in without this password"
          description={`${named(linked).join(', ')}. Unlink them if you did not link all of them yourself.`}
          {...form.getInputProps('unlinkIdentities', { type: 'checkbox' })}
        />
      )}
      <Text c="dimmed">This signs you out everywhere else. Your personal tokens stay as they are.</Text>
    </Form>
  )
}
