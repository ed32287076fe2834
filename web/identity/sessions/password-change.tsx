import { PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { changePassword, getMe, listSessions } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { notice } from '../../core/ui/notice.ts'
import { NewPasswordField, passwordFault } from './password-field.tsx'

/** Changes my password or, where I have none yet, sets one. */
export const PasswordChange = ({ email, hasPassword }: { email: string; hasPassword: boolean }) => {
  const send = useSend(changePassword, { refreshes: [getMe, listSessions] })
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: {
      current: current => (hasPassword && current === '' ? 'Enter your current password.' : undefined),
      password: passwordFault,
    },
    transformValues: ({ current, password }) => (hasPassword ? { current, password } : { password }),
  })
  const changed = () => {
    form.reset()
    notice('Password changed. Your other sessions are signed out.')
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: changed })}
      submit={hasPassword ? 'Change password' : 'Set password'}
      failed="Your password is not changed"
      look="page"
      quiet
    >
      {/* Password managers look for it beside the passwords. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      {hasPassword && (
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps('current')}
        />
      )}
      <NewPasswordField label="New password" {...form.getInputProps('password')} />
    </Form>
  )
}
