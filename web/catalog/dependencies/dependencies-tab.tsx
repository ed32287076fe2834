/** What an entity depends on and what depends on it, as a graph or as lists. */
import { SegmentedControl, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { FilterBar } from '../../core/ui/filter-bar.tsx'
import { Loading } from '../../core/ui/loading.tsx'
import { DEPTHS, dependenciesSearch, VIEWS } from './dependencies-search.ts'
import { EntityDependencies } from './entity-dependencies.tsx'

/** Loads the library for graphs on demand. */
const Picture = lazy(async () => ({ default: (await import('./dependency-picture.tsx')).DependencyPicture }))

const WORDS = { picture: 'Graph', list: 'List' }
const NARROW = '(max-width: 48em)'

export const DependenciesTab = ({ entity: { tag } }: { entity: EntityDetails }) => {
  const [{ view, depth = '2' }, setFilters] = useFilters(dependenciesSearch)
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  const shown = view ?? (isNarrow ? 'list' : 'picture')
  return (
    <Stack gap="sm">
      <FilterBar>
        <SegmentedControl
          aria-label="View"
          size="xs"
          data={VIEWS.map(value => ({ value, label: WORDS[value] }))}
          value={shown}
          onChange={value => setFilters({ view: VIEWS.find(one => one === value) })}
        />
        {shown === 'picture' && (
          <SegmentedControl
            aria-label="Steps"
            size="xs"
            data={DEPTHS.map(value => ({ value, label: value === '1' ? '1 step' : `${value} steps` }))}
            value={depth}
            onChange={value => setFilters({ depth: DEPTHS.find(one => one === value) })}
          />
        )}
      </FilterBar>
      {shown === 'picture' ? (
        <Suspense fallback={<Loading lines={8} />}>
          <Picture tag={tag} depth={Number(depth)} />
        </Suspense>
      ) : (
        <Facts cols={{ base: 1, md: 2 }}>
          <EntityDependencies tag={tag} side="outgoing" />
          <EntityDependencies tag={tag} side="incoming" />
        </Facts>
      )}
    </Stack>
  )
}
