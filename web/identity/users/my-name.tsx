import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { getMe, updateMe } from '../../../contract/identity/sessions.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { notice } from '../../core/ui/notice.ts'

/** My name, as others see it. */
export const MyName = ({ name: saved }: { name: string }) => {
  const [name, setName] = useState(saved)
  const [isAsked, setAsked] = useState(false)
  const send = useSend(updateMe, { refreshes: [getMe] })
  const isEmpty = name.trim() === ''
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!isEmpty) send.mutate({ body: { name: name.trim() } }, { onSuccess: () => notice('Name saved') })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        <TextInput
          label="Name"
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          error={isAsked && isEmpty ? 'Enter your name.' : fieldError(send.error, 'name')}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Problem error={send.error} except={['name']} />
        <Group>
          <Button type="submit" variant="default" loading={send.isPending} disabled={name.trim() === saved}>
            Save name
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
