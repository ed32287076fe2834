import { Checkbox, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { setUp } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
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
  const send = useSend(setUp)
  const arrive = useArrive()
  const form = useForm({
    initialValues: { name: '', email: '', password: '', sampleCatalog: false },
    validate: {
      name: isNotEmpty('Enter your name.'),
      email: email => (looksLikeEmail(email.trim()) ? undefined : 'Enter your email, such as ada@example.com.'),
      password: passwordFault,
    },
    transformValues: ({ name, email, ...rest }) => ({ secret, name: name.trim(), email: email.trim(), ...rest }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => arrive() })}
      submit="Create the administrator"
      look="entrance"
    >
      <TextInput
        label="Name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        {...form.getInputProps('email')}
      />
      <NewPasswordField {...form.getInputProps('password')} />
      <Checkbox
        label="Load a sample catalog"
        description="Teams, services, two Scorecards and a person of each role to try things with. You can remove it in Settings."
        {...form.getInputProps('sampleCatalog', { type: 'checkbox' })}
      />
    </Form>
  )
}
