/** Edits the members of a team for people who don't write YAML. */
import { ActionIcon, Button, Checkbox, Group, Input, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import { type Team, updateTeam, updateTeamMembers } from '../../../contract/catalog/teams.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { notice } from '../../core/ui/notice.ts'
import { CATALOG_READS } from './catalog-reads.ts'
import { type MemberRow, type MemberValues, NEW_MEMBER, rowsOf, sentRows } from './member-rows.ts'
import classes from './members-dialog.module.css'

type Props = { team: Team; version: number; onClose: () => void }

export const MembersDialog = ({ opened, ...props }: Props & { opened: boolean }) => (
  <FormModal opened={opened} onClose={props.onClose} title={`Members of ${props.team.metadata.name}`} size="xl">
    <MembersForm {...props} />
  </FormModal>
)

/** Who is listed beside a group goes with the team: the operation of members is for teams without one. */
const useSave = ({ team, version }: Pick<Props, 'team' | 'version'>) => {
  const members = useSend(updateTeamMembers, { refreshes: CATALOG_READS })
  const whole = useSend(updateTeam, { refreshes: CATALOG_READS })
  const params = { tagOrId: team.id }
  const save = (rows: readonly MemberRow[], onSuccess: () => void) => {
    if (!team.idpGroup) return members.mutate({ params, version, body: { members: sentRows(rows) } }, { onSuccess })
    const additionalMembers = sentRows(rows).map(({ roleTags, ...row }) => {
      return { ...row, roles: roleTags.map(tag => ({ tag })) }
    })
    whole.mutate({ params, version, body: { type: 'IDP', metadata: team.metadata, additionalMembers } }, { onSuccess })
  }
  return { send: team.idpGroup ? whole : members, save }
}

const MembersForm = ({ team, version, onClose }: Props) => {
  const { send, save } = useSave({ team, version })
  const form = useForm<MemberValues>({
    initialValues: { members: rowsOf(team) },
    validate: {
      members: {
        name: name => (name.trim() === '' ? 'Enter a name.' : null),
        email: email => (/^\S+@\S+$/.test(email.trim()) ? null : 'Enter an email address.'),
      },
    },
  })
  const done = () => {
    notice(`Members of ${team.metadata.name} saved`)
    onClose()
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={({ members }) => save(members, done)}
      submit="Save members"
      onCancel={onClose}
    >
      {team.idpGroup && (
        <Text>
          Everyone in the group {team.idpGroup.group} is a member. List people here who belong to the team beside it.
        </Text>
      )}
      {form.values.members.length === 0 && <Text c="dimmed">No members.</Text>}
      <Stack gap="md" component="ul" className={classes.members} aria-label="Members">
        {form.values.members.map((row, index) => (
          <li key={row.key}>
            <Row
              name={row.name || row.email || 'the new member'}
              input={(field, options) => form.getInputProps(`members.${index}.${field}`, options)}
              onRemove={() => form.removeListItem('members', index)}
            />
          </li>
        ))}
      </Stack>
      <Group>
        <Button variant="default" onClick={() => form.insertListItem('members', NEW_MEMBER())}>
          Add a member
        </Button>
      </Group>
      {typeof form.errors.members === 'string' && <Input.Error>{form.errors.members}</Input.Error>}
    </Form>
  )
}

type RowProps = {
  /** Who it is, for the label of the button. */
  name: string
  input: (field: 'name' | 'email' | 'roles' | 'isNotified', options?: { type: 'checkbox' }) => object
  onRemove: () => void
}

const Row = ({ name, input, onRemove }: RowProps) => (
  <div className={classes.row}>
    <TextInput label="Name" required maxLength={255} autoComplete="off" {...input('name')} />
    <TextInput label="Email" required maxLength={254} autoComplete="off" {...input('email')} />
    <TextInput label="Roles" placeholder="lead, on-call" maxLength={1000} autoComplete="off" {...input('roles')} />
    <Checkbox size="xs" label="Notified" className={classes.notified} {...input('isNotified', { type: 'checkbox' })} />
    <ActionIcon
      variant="subtle"
      color="red"
      aria-label={`Remove ${name}`}
      className={classes.remove}
      onClick={onRemove}
    >
      <IconTrash size={16} />
    </ActionIcon>
  </div>
)
