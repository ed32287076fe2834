import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Dependency, listDependencies } from '../../../contract/catalog/dependencies.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'

const MOST_SHOWN = 20

const SIDES = {
  outgoing: {
    title: 'Depends on',
    none: 'Nothing. A descriptor declares it under x-cortex-dependency.',
    query: { includeOutgoing: true },
    other: ({ calleeTag, calleeType }: Dependency) => ({ tag: calleeTag, type: calleeType }),
  },
  incoming: {
    title: 'Is used by',
    none: 'Nothing depends on it.',
    query: { includeOutgoing: false, includeIncoming: true },
    other: ({ callerTag, callerType }: Dependency) => ({ tag: callerTag, type: callerType }),
  },
} as const

const noteOf = ({ method, path, description }: Dependency) =>
  [method && `${method} ${path}`, description].filter(Boolean).join(': ')

type Props = { tag: string; side: keyof typeof SIDES }

/** What an entity depends on, or what depends on it: the first of them, with their number. */
export const EntityDependencies = ({ tag, side }: Props) => {
  const { title, none, query, other } = SIDES[side]
  const found = useQuery(
    ask(listDependencies, { params: { callerTag: tag }, query: { ...query, pageSize: MOST_SHOWN } }),
  )
  return (
    <Loaded query={found} lines={2}>
      {({ dependencies, total }) => (
        <Section title={total > 0 ? `${title} (${total})` : title} none={total === 0 && none}>
          <List size="sm">
            {dependencies.map(one => {
              const { tag, type } = other(one)
              const note = noteOf(one)
              return (
                <List.Item key={`${tag} ${one.method} ${one.path}`}>
                  <TextLink to={paths.entity(tag)} className="mono">
                    {tag}
                  </TextLink>{' '}
                  <Text span c="dimmed">
                    {type}
                    {note && `, ${note}`}
                  </Text>
                </List.Item>
              )
            })}
          </List>
          {total > dependencies.length && <Text c="dimmed">and {total - dependencies.length} more</Text>}
        </Section>
      )}
    </Loaded>
  )
}
