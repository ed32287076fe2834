import { Stack, Text } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { TeamMembers } from '../teams/team-members.tsx'
import { TeamOwns } from '../teams/team-owns.tsx'
import { EntityOwners } from './entity-owners.tsx'
import { Code, Groups, Links, Slack } from './entity-places.tsx'
import { Relatives } from './entity-relatives.tsx'

export const EntityOverview = ({ entity }: { entity: EntityDetails }) => (
  <Stack gap="md">
    {entity.isArchived && (
      <Text>Archived: it is kept, and left out of the catalog unless you ask for archived ones.</Text>
    )}
    {entity.violatesSchema && (
      <Text>
        Its definition does not satisfy{' '}
        <TextLink to={paths.entityType(entity.type)} underline="always">
          the schema of its type
        </TextLink>
        , which was changed later. Its next change must satisfy it.
      </Text>
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
      <Section title="Last updated">
        <Instant at={entity.lastUpdated} exact />
      </Section>
    </Facts>
  </Stack>
)
