import { TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { getMe, updateMe } from '../../../contract/identity/sessions.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { notice } from '../../core/ui/notice.ts'

/** My name, as others see it. */
export const MyName = ({ name: saved }: { name: string }) => {
  const send = useSend(updateMe, { refreshes: [getMe] })
  const form = useForm({
    initialValues: { name: saved },
    validate: { name: isNotEmpty('Enter your name.') },
    transformValues: ({ name }) => ({ name: name.trim() }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body => send.mutate({ body }, { onSuccess: () => void notice('Name saved') })}
      submit="Save name"
      look="page"
      quiet
      disabled={form.values.name.trim() === saved}
    >
      <TextInput
        label="Name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={120}
        {...form.getInputProps('name')}
      />
    </Form>
  )
}
