import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listEntities } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'

const MOST_SHOWN = 10

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
