import { Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import {
  getExpiryWarnings,
  updateExpiryWarnings,
  type ExpiryWarnings as Warnings,
} from '../../../contract/outbound/notices.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
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

const daysFault = (text: string) =>
  daysIn(text).every(word => /^\d{1,3}$/.test(word)) ? undefined : 'Enter whole numbers of days, such as 30, 7, 1.'

const WarningsForm = ({ before }: { before: Warnings }) => {
  const send = useSend(updateExpiryWarnings, { refreshes: [getExpiryWarnings] })
  const form = useForm({
    initialValues: { days: before.days.join(', '), admins: before.admins },
    validate: { days: daysFault },
    validateInputOnChange: true,
    transformValues: ({ days, admins }) => ({ days: daysIn(days).map(Number), admins }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => void notice('Warnings saved') })}
      submit="Save warnings"
      look="page"
      quiet
    >
      <TextInput
        maw={480}
        label="Days before a token or key expires"
        description="Each warning is sent once: in the app, by mail, and by webhook. Leave it empty to send none."
        {...form.getInputProps('days')}
      />
      <Switch label="Warn administrators too" {...form.getInputProps('admins', { type: 'checkbox' })} />
    </Form>
  )
}
