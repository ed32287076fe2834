import { Stack, Text } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { TeamMembers } from '../teams/team-members.tsx'
import { TeamOwns } from '../teams/team-owns.tsx'
import { EntityDescription } from './entity-description.tsx'
import { EntityOwners, hasOwners } from './entity-owners.tsx'
import { Code, Groups, Links, Slack } from './entity-places.tsx'
import { Relatives } from './entity-relatives.tsx'
import { listedLinks } from './header-links.ts'

/** Sections without content are left out, except for owners: every entity but a team should have one. */
export const EntityOverview = ({ entity }: { entity: EntityDetails }) => {
  const { type, tag, groups, git, slackChannels, hierarchy } = entity
  const links = listedLinks(entity.links)
  const isTeam = type === 'team'
  return (
    <Stack gap="md">
      <Standing entity={entity} />
      {entity.description && <EntityDescription text={entity.description} />}
      <Facts cols={{ base: 1, md: 2 }}>
        {isTeam && <TeamMembers entity={entity} />}
        {isTeam && <TeamOwns tag={tag} />}
        {(!isTeam || hasOwners(entity)) && <EntityOwners entity={entity} />}
        {groups.length > 0 && <Groups groups={groups} />}
        {links.length > 0 && <Links links={links} />}
        {git && <Code git={git} />}
        {slackChannels.length > 0 && <Slack channels={slackChannels} />}
        {hierarchy.parents.length > 0 && <Relatives title="Parents" nodes={hierarchy.parents} />}
        {hierarchy.children.length > 0 && <Relatives title="Children" nodes={hierarchy.children} />}
        <Section title="Last updated">
          <Instant at={entity.lastUpdated} exact />
        </Section>
      </Facts>
    </Stack>
  )
}

const Standing = ({ entity }: { entity: EntityDetails }) => (
  <>
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
  </>
)
