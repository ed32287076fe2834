import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { changePassword, getMe, listSessions } from '../../../contract/identity/sessions.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { notice } from '../../core/ui/notice.ts'
import { NewPasswordField, passwordFault } from './password-field.tsx'

/** Changes my password or, where I have none yet, sets one. */
export const PasswordChange = ({ email, hasPassword }: { email: string; hasPassword: boolean }) => {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [isAsked, setAsked] = useState(false)
  const send = useSend(changePassword, { refreshes: [getMe, listSessions] })
  const currentFault = hasPassword && current === '' ? 'Enter your current password.' : undefined
  const fault = passwordFault(password)
  const changed = () => {
    setCurrent('')
    setPassword('')
    setAsked(false)
    notice('Password changed. Your other sessions are signed out.')
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (currentFault || fault) return
    const body = hasPassword ? { current, password } : { password }
    send.mutate({ body }, { onSuccess: changed })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {/* Password managers look for it beside the passwords. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        {hasPassword && (
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            required
            value={current}
            error={(isAsked && currentFault) || fieldError(send.error, 'current')}
            onChange={event => setCurrent(event.currentTarget.value)}
          />
        )}
        <NewPasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={(isAsked && fault) || fieldError(send.error, 'password')}
        />
        <Problem error={send.error} title="Your password is not changed" except={['current', 'password']} />
        <Group>
          <Button type="submit" variant="default" loading={send.isPending}>
            {hasPassword ? 'Change password' : 'Set password'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
