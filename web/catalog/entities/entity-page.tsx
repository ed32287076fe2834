import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getEntity } from '../../../contract/catalog/catalog.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useTag } from '../../core/layout/use-filters.ts'
import { Page } from '../../core/ui/page.tsx'
import { useTypeNames } from '../types/type-names.ts'
import { EntityActions } from './entity-actions.tsx'
import { EntityMarks } from './entity-marks.tsx'
import { EntityTabs } from './entity-tabs.tsx'
import { NoEntity } from './no-entity.tsx'

export const EntityPage = () => {
  const tag = useTag()
  const query = useQuery(
    ask(getEntity, { params: { tagOrId: tag }, query: { abilities: true, includeOwners: true, hierarchyDepth: '1' } }),
  )
  if (isNotFound(query.error)) return <NoEntity tag={tag} />
  const entity = query.data
  return (
    <Page
      title={entity?.name ?? tag}
      width="wide"
      beside={
        entity && (
          <>
            <span className="mono">{entity.tag}</span>
            <TypeName type={entity.type} />
            <EntityMarks entity={entity} />
          </>
        )
      }
      action={entity && <EntityActions entity={entity} />}
    >
      <Loaded query={query} lines={10}>
        {found => <EntityTabs entity={found} />}
      </Loaded>
    </Page>
  )
}

const TypeName = ({ type }: { type: string }) => (
  <Text span c="dimmed">
    {useTypeNames()(type)}
  </Text>
)
