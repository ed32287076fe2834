import { List, Text } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import type { RelatedByType } from '../../../contract/catalog/relationships.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { Section } from '../../core/ui/section.tsx'
import { useRelated } from './related.ts'

type Type = RelatedByType['relationshipType']
type Side = 'sources' | 'destinations'

/** What those at one side are called: by the type's labels, or in general. */
const LABELS = {
  sources: ({ sourceLabelSingular: one, sourceLabelPlural: many = one ?? 'Sources' }: Type, total: number) =>
    total === 1 ? (one ?? many) : many,
  destinations: (
    { destinationLabelSingular: one, destinationLabelPlural: many = one ?? 'Destinations' }: Type,
    total: number,
  ) => (total === 1 ? (one ?? many) : many),
} as const

const Related = ({ of, side }: { of: RelatedByType; side: Side }) => {
  const { relationshipType: type } = of
  const { total, entities } = of[side]
  return (
    <Section title={`${LABELS[side](type, total)} (${total})`}>
      <Text size="xs" c="dimmed" mb={4}>
        {type.name}
      </Text>
      <List size="sm">
        {entities.map(({ id, tag, name, type: kind }) => (
          <List.Item key={id}>
            <TextLink to={paths.entity(tag)}>{name}</TextLink>{' '}
            <Text span c="dimmed">
              {kind}
            </Text>
          </List.Item>
        ))}
      </List>
      {total > entities.length && <Text c="dimmed">and {total - entities.length} more</Text>}
    </Section>
  )
}

/** What an entity is related to, both ways, by type. */
export const RelationshipsTab = ({ entity: { tag } }: { entity: EntityDetails }) => (
  <Loaded query={useRelated(tag)} lines={6}>
    {({ types }) =>
      types.length === 0 ? (
        <Text c="dimmed">No relationships. A descriptor declares them under x-cortex-relationships.</Text>
      ) : (
        <Facts cols={{ base: 1, md: 2 }}>
          {types.flatMap(one =>
            (['sources', 'destinations'] as const)
              .filter(side => one[side].total > 0)
              .map(side => <Related key={`${one.relationshipType.tag} ${side}`} of={one} side={side} />),
          )}
        </Facts>
      )
    }
  </Loaded>
)
