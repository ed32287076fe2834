import { Textarea, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { createTeam } from '../../../contract/catalog/teams.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { paths } from '../../core/layout/paths.ts'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { CATALOG_READS } from './catalog-reads.ts'

type Props = { opened: boolean; onClose: () => void }

export const NewTeamDialog = ({ opened, onClose }: Props) => (
  <FormModal opened={opened} onClose={onClose} title="Add a team">
    <NewTeamForm onClose={onClose} />
  </FormModal>
)

const NewTeamForm = ({ onClose }: Pick<Props, 'onClose'>) => {
  const navigate = useNavigate()
  const send = useSend(createTeam, { refreshes: CATALOG_READS })
  const form = useForm({
    initialValues: { name: '', teamTag: '', description: '' },
    validate: { name: nameRule, teamTag: isNotEmpty('Enter a tag.') },
  })
  const save = ({ name, teamTag, description }: typeof form.values) => {
    const metadata = { name: name.trim(), ...(description.trim() && { description: description.trim() }) }
    const body = { teamTag: teamTag.trim(), type: 'CORTEX' as const, metadata }
    const onSuccess = () => {
      notice(`${metadata.name} is added`)
      void navigate({ to: paths.entity(body.teamTag) })
    }
    send.mutate({ body }, { onSuccess })
  }
  return (
    <Form form={form} send={send} onSubmit={save} submit="Add team" onCancel={onClose}>
      <TextInput
        label="Name"
        required
        maxLength={255}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Tag"
        description="How entities name it as their owner, such as team-search. It can't be changed later."
        required
        maxLength={255}
        autoComplete="off"
        {...form.getInputProps('teamTag')}
      />
      <Textarea
        label="Description"
        maxLength={10_000}
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps('description')}
      />
    </Form>
  )
}
