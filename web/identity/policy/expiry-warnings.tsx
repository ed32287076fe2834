import { Button, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import {
  getExpiryWarnings,
  updateExpiryWarnings,
  type ExpiryWarnings as Warnings,
} from '../../../contract/outbound/notices.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { notice } from '../../core/ui/notice.ts'

/** When people are warned that a token or key ends, and whether administrators are notified too. */
export const ExpiryWarnings = () => {
  const warnings = useQuery(ask(getExpiryWarnings, {}))
  return (
    <Loaded query={warnings} lines={3}>
      {found => <WarningsForm key={JSON.stringify(found)} before={found} />}
    </Loaded>
  )
}

const daysIn = (text: string) => text.split(/[\s,]+/).filter(part => part !== '')

const WarningsForm = ({ before }: { before: Warnings }) => {
  const [text, setText] = useState(before.days.join(', '))
  const [admins, setAdmins] = useState(before.admins)
  const send = useSend(updateExpiryWarnings, { refreshes: [getExpiryWarnings] })
  const words = daysIn(text)
  const fault = words.every(word => /^\d{1,3}$/.test(word)) ? undefined : 'Whole numbers of days, such as 30, 7, 1.'
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (fault) return
    send.mutate({ body: { days: words.map(Number), admins } }, { onSuccess: () => notice('Warnings saved') })
  }
  return (
    <form onSubmit={save}>
      <Stack gap="sm" maw={480}>
        <TextInput
          label="Days before a token or key ends"
          description="Each warning is sent once: in the app, by email and by webhook. Leave it empty to send none."
          value={text}
          error={fault ?? fieldError(send.error, 'days')}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Switch
          label="Tell administrators too"
          checked={admins}
          onChange={event => setAdmins(event.currentTarget.checked)}
        />
        <Problem error={send.error} except={['days']} />
        <Group>
          <Button type="submit" variant="default" loading={send.isPending}>
            Save warnings
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
