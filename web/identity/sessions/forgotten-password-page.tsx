import { Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { forgotPassword, signInOptions } from '../../../contract/identity/sessions.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Entrance } from './entrance.tsx'

export const ForgottenPasswordPage = () => {
  const options = useQuery(ask(signInOptions, {}))
  return (
    <Entrance title="Forgot your password?">
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
  const send = useSend(forgotPassword)
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: isNotEmpty('Enter your email.') },
    transformValues: ({ email }) => ({ email: email.trim() }),
  })
  if (send.isSuccess)
    return (
      <Text role="status">
        If {form.values.email.trim()} has an account here, a link is on its way. It works once, for 24 hours. Nothing
        came? Look in the spam folder, or ask an administrator.
      </Text>
    )
  return (
    <Form form={form} send={send} onSubmit={body => send.mutate({ body })} submit="Send the link" look="entrance">
      <TextInput
        label="Email"
        description="We send a link with which you choose a new password."
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        {...form.getInputProps('email')}
      />
    </Form>
  )
}
