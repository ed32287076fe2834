import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'

/** Says how many teams a list without a chosen type leaves out. */
export const LeftOutTeams = () => {
  const { data } = useQuery(ask(listCatalogFilters, {}))
  const count = data?.types.find(({ value }) => value === 'team')?.count ?? 0
  if (count === 0) return null
  return (
    <Text c="dimmed" size="xs">
      {count === 1 ? '1 team is' : `${count} teams are`} not in this list.{' '}
      <TextLink to={paths.teams} underline="always">
        Show teams
      </TextLink>
    </Text>
  )
}
