import { PasswordInput, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { signIn } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { useArrive } from './arrive.ts'

/** Email and password; both stay where they are when the answer is no. */
export const PasswordForm = ({ returnTo }: { returnTo: string | undefined }) => {
  const send = useSend(signIn)
  const arrive = useArrive()
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: isNotEmpty('Enter your email.'),
      password: password => (password === '' ? 'Enter your password.' : undefined),
    },
    transformValues: ({ email, password }) => ({ email: email.trim(), password }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => arrive(returnTo) })}
      submit="Sign in"
      failed="You are not signed in"
      look="entrance"
    >
      <TextInput
        label="Email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        {...form.getInputProps('password')}
      />
    </Form>
  )
}
