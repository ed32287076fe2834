/** The members of a team: the people in its descriptor, and the group that it stands for. */
import { Group, List, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { getTeam, type Team, type TeamMember } from '../../../contract/catalog/teams.ts'
import { listUserRoles } from '../../../contract/identity/users.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { Section } from '../../core/ui/section.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { membersOf } from './members-of.ts'

const MembersDialog = lazyDialog(async () => (await import('./members-dialog.tsx')).MembersDialog)

const lower = (text: string) => text.toLowerCase()

/** The members whose accounts the caller may see. */
const useAccounts = (members: readonly TeamMember[]): ReadonlySet<string> => {
  const me = useMe()
  const email = members.flatMap(one => one.email ?? [])
  const enabled = email.length > 0 && abilityFor(me, listUserRoles).allowed
  const { data } = useQuery({ ...ask(listUserRoles, { query: { email, pageSize: 1000 } }), enabled })
  return new Set([me.email, ...(data?.users.map(user => user.email) ?? [])].map(lower))
}

const Person = ({ member: { name, email = '' }, isKnown }: { member: TeamMember; isKnown: boolean }) => {
  const isMe = lower(useMe().email) === lower(email)
  const shown = name ?? email
  if (!isKnown) return shown
  return isMe ? (
    <TextLink to={paths.profile}>{shown}</TextLink>
  ) : (
    <TextLink to={paths.members} search={{ query: email }}>
      {shown}
    </TextLink>
  )
}

const Members = ({ members }: { members: readonly TeamMember[] }) => {
  const known = useAccounts(members)
  return (
    <List size="sm">
      {members.map(member => {
        const { name, email, description, roles } = member
        const more = [name && email, ...roles.map(role => role.name), description].filter(Boolean).join(', ')
        return (
          <List.Item key={`${email} ${name}`}>
            <Person member={member} isKnown={email !== undefined && known.has(lower(email))} />{' '}
            <Text span c="dimmed">
              {more}
            </Text>
          </List.Item>
        )
      })}
    </List>
  )
}

export const TeamMembers = ({ entity }: { entity: EntityDetails }) => {
  const query = useQuery(ask(getTeam, { params: { tagOrId: entity.id } }))
  const dialog = useDialog<{ team: Team; version: number }>()
  return (
    <Loaded query={query} lines={2}>
      {team => (
        <Stack gap="xs" align="flex-start">
          <Section title="Members">
            {team.idpGroup && (
              <Text>
                Everyone in the group {team.idpGroup.group}
                {team.idpGroup.provider && ` (${team.idpGroup.provider})`}
              </Text>
            )}
            {membersOf(team).length > 0 && <Members members={membersOf(team)} />}
            {!team.idpGroup && membersOf(team).length === 0 && <Text c="dimmed">No members.</Text>}
          </Section>
          <Group>
            <ActionButton
              variant="default"
              size="compact-sm"
              ability={entity.abilities?.edit}
              onClick={() => dialog.open({ team, version: entity.version })}
            >
              Edit members
            </ActionButton>
          </Group>
          {dialog.thing && <MembersDialog {...dialog.thing} opened={dialog.isOpen} onClose={dialog.close} />}
        </Stack>
      )}
    </Loaded>
  )
}
