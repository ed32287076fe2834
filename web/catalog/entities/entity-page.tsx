import { useQuery } from '@tanstack/react-query'
import { getEntity } from '../../../contract/catalog/catalog.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useTag } from '../../core/layout/use-filters.ts'
import { Page } from '../../core/ui/page.tsx'
import { TypeName } from '../types/type-glyph.tsx'
import { EntityActions } from './entity-actions.tsx'
import { EntityHeader } from './entity-header.tsx'
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
        {found => (
          <>
            <EntityHeader entity={found} />
            <EntityTabs entity={found} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
