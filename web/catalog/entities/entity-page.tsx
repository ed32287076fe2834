import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getEntity } from '../../../contract/catalog/catalog.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useTag } from '../../core/layout/use-filters.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Section } from '../../core/ui/section.tsx'
import { TeamMembers } from '../teams/team-members.tsx'
import { TeamOwns } from '../teams/team-owns.tsx'
import { CustomData } from './custom-data.tsx'
import { EntityActions } from './entity-actions.tsx'
import { EntityDependencies } from './entity-dependencies.tsx'
import { EntityMarks } from './entity-marks.tsx'
import { EntityOwners } from './entity-owners.tsx'
import { Code, Groups, Links, Slack } from './entity-places.tsx'
import { Relatives } from './entity-relatives.tsx'
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
            <Text span c="dimmed">
              {entity.type}
            </Text>
            <EntityMarks entity={entity} />
          </>
        )
      }
      action={entity && <EntityActions entity={entity} />}
    >
      <Loaded query={query} lines={10}>
        {found => <Details entity={found} />}
      </Loaded>
    </Page>
  )
}

const Details = ({ entity }: { entity: EntityDetails }) => (
  <>
    {entity.isArchived && (
      <Text>Archived: it is kept, and left out of the catalog unless you ask for archived ones.</Text>
    )}
    {entity.description && (
      <Text maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {entity.description}
      </Text>
    )}
    <Facts cols={{ base: 1, md: 2 }}>
      {entity.type === 'team' && <TeamMembers entity={entity} />}
      {entity.type === 'team' && <TeamOwns tag={entity.tag} />}
      <EntityOwners entity={entity} />
      <Groups groups={entity.groups} />
      <Links links={entity.links} />
      <Code git={entity.git} />
      <Slack channels={entity.slackChannels} />
      <Relatives title="Parents" nodes={entity.hierarchy.parents} none="No parents." />
      <Relatives title="Children" nodes={entity.hierarchy.children} none="No children." />
      <EntityDependencies tag={entity.tag} side="outgoing" />
      <EntityDependencies tag={entity.tag} side="incoming" />
      <Section title="Last updated">
        <Instant at={entity.lastUpdated} exact />
      </Section>
    </Facts>
    <CustomData metadata={entity.metadata} />
  </>
)
