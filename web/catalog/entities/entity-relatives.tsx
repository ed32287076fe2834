import { List, Text } from '@mantine/core'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'
import { TypeName } from '../types/type-glyph.tsx'

type Node = { id: string; tag: string; name: string; type: string }

export const Relatives = ({ title, nodes }: { title: string; nodes: readonly Node[] }) => (
  <Section title={title}>
    <List size="sm">
      {nodes.map(({ id, tag, name, type }) => (
        <List.Item key={id}>
          <TextLink to={paths.entity(tag)}>{name}</TextLink>{' '}
          <Text span c="dimmed">
            <TypeName type={type} />
          </Text>
        </List.Item>
      ))}
    </List>
  </Section>
)
