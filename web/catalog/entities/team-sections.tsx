/** Of a team: who is in it, and what it owns. */
import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listEntities } from '../../../contract/catalog/catalog.ts'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'

const MOST_SHOWN = 10
/** The first that a search for its tag finds is the team itself. */
const MOST_FOUND = 5

type Member = NonNullable<EntitySummary['members']>[number]

const Members = ({ members }: { members: readonly Member[] }) => (
  <List size="sm">
    {members.map(({ name, email, description, roles }) => (
      <List.Item key={`${email} ${name}`}>
        {name ?? email}{' '}
        <Text span c="dimmed">
          {[name && email, ...roles.map(role => role.name), description].filter(Boolean).join(', ')}
        </Text>
      </List.Item>
    ))}
  </List>
)

export const TeamMembers = ({ tag }: { tag: string }) => {
  const query = { query: tag, types: ['team'], includeNestedFields: ['team:members'], includeArchived: true }
  const found = useQuery(ask(listEntities, { query: { ...query, hierarchyDepth: '0', pageSize: MOST_FOUND } }))
  return (
    <Loaded query={found} lines={2}>
      {({ entities }) => {
        const members = entities.find(team => team.tag === tag)?.members ?? []
        return (
          <Section title="Members" none={members.length === 0 && 'No members. List them under x-cortex-team.'}>
            <Members members={members} />
          </Section>
        )
      }}
    </Loaded>
  )
}

export const TeamOwns = ({ tag }: { tag: string }) => {
  const owned = useQuery(ask(listEntities, { query: { owners: [tag], hierarchyDepth: '0', pageSize: MOST_SHOWN } }))
  return (
    <Loaded query={owned} lines={2}>
      {({ entities, total }) => (
        <Section title="Owns" none={total === 0 && 'Owns nothing. Entities name it under x-cortex-owners.'}>
          <List size="sm">
            {entities.map(one => (
              <List.Item key={one.id}>
                <TextLink to={paths.entity(one.tag)}>{one.name}</TextLink>{' '}
                <Text span c="dimmed">
                  {one.type}
                </Text>
              </List.Item>
            ))}
          </List>
          <TextLink to={paths.catalog} search={{ owners: [tag] }} size="xs">
            {total === 1 ? 'In the catalog' : `All ${total} in the catalog`}
          </TextLink>
        </Section>
      )}
    </Loaded>
  )
}
