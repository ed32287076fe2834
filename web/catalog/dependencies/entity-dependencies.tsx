import { Button, List, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Dependency, listDependencies } from '../../../contract/catalog/dependencies.ts'
import { call } from '../../core/api/client.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { Loading } from '../../core/ui/loading.tsx'
import { Section } from '../../core/ui/section.tsx'

const PAGE = 50

const SIDES = {
  outgoing: {
    title: 'Depends on',
    none: 'No dependencies. To add one, list it in the descriptor under x-cortex-dependency.',
    query: { includeOutgoing: true },
    other: ({ calleeTag, calleeType }: Dependency) => ({ tag: calleeTag, type: calleeType }),
  },
  incoming: {
    title: 'Used by',
    none: 'No entity depends on it.',
    query: { includeOutgoing: false, includeIncoming: true },
    other: ({ callerTag, callerType }: Dependency) => ({ tag: callerTag, type: callerType }),
  },
} as const

type Props = { tag: string; side: keyof typeof SIDES }

const useDependencies = ({ tag, side }: Props) =>
  useInfiniteQuery({
    queryKey: [listDependencies.id, 'pages', tag, side],
    queryFn: ({ pageParam: page, signal }) => {
      const query = { ...SIDES[side].query, page, pageSize: PAGE }
      return call(listDependencies, { params: { callerTag: tag }, query, signal })
    },
    initialPageParam: 0,
    getNextPageParam: ({ page, totalPages }) => (page + 1 < totalPages ? page + 1 : undefined),
  })

const noteOf = ({ method, path, description }: Dependency) =>
  [method && `${method} ${path}`, description].filter(Boolean).join(': ')

const Item = ({ one, side }: { one: Dependency; side: Props['side'] }) => {
  const { tag, type } = SIDES[side].other(one)
  const note = noteOf(one)
  return (
    <List.Item>
      <TextLink to={paths.entity(tag)} className="mono">
        {tag}
      </TextLink>{' '}
      <Text span c="dimmed">
        {type}
        {note && `, ${note}`}
      </Text>
    </List.Item>
  )
}

/** The number and a list of what an entity depends on, or of what depends on it. More load on demand. */
export const EntityDependencies = ({ tag, side }: Props) => {
  const query = useDependencies({ tag, side })
  const { title, none } = SIDES[side]
  const total = query.data?.pages[0]?.total ?? 0
  if (query.isPending) return <Loading lines={2} />
  return (
    <Section
      title={total > 0 ? `${title} (${total.toLocaleString()})` : title}
      none={query.isSuccess && total === 0 && none}
    >
      <List size="sm">
        {query.data?.pages
          .flatMap(({ dependencies }) => dependencies)
          .map(one => (
            <Item key={`${one.callerTag} ${one.calleeTag} ${one.method} ${one.path}`} one={one} side={side} />
          ))}
      </List>
      <Problem error={query.error} retry={() => void query.refetch()} />
      {query.hasNextPage && (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  )
}
