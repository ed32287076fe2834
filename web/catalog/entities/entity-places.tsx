/** Where an entity is found: its groups, links, code and channels. */
import { Group, List, Text } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'
import { OutwardLink } from './outward-link.tsx'

export const Groups = ({ groups }: { groups: readonly string[] }) => (
  <Section title="Groups">
    <Group gap="xs">
      {groups.map(group => (
        <TextLink key={group} to={paths.catalog} search={{ groups: [group] }}>
          {group}
        </TextLink>
      ))}
    </Group>
  </Section>
)

export const Links = ({ links }: { links: EntityDetails['links'] }) => (
  <Section title="Links">
    <List size="sm">
      {links.map(({ name, type, url, description }) => (
        <List.Item key={`${type} ${name} ${url}`}>
          <OutwardLink url={url}>{name}</OutwardLink>{' '}
          <Text span c="dimmed">
            {type}
            {description && `: ${description}`}
          </Text>
        </List.Item>
      ))}
    </List>
  </Section>
)

export const Code = ({ git }: { git: NonNullable<EntityDetails['git']> }) => (
  <Section title="Code">
    <OutwardLink url={git.repositoryUrl}>{git.repository}</OutwardLink>{' '}
    <Text span c="dimmed">
      {git.provider}
      {git.basepath && `, folder ${git.basepath}`}
      {git.alias && `, as ${git.alias}`}
    </Text>
  </Section>
)

export const Slack = ({ channels }: { channels: EntityDetails['slackChannels'] }) => (
  <Section title="Slack">
    <List size="sm">
      {channels.map(({ name, description, notificationsEnabled }) => (
        <List.Item key={name}>
          #{name}{' '}
          <Text span c="dimmed">
            {description}
            {notificationsEnabled && ' (with notifications)'}
          </Text>
        </List.Item>
      ))}
    </List>
  </Section>
)
