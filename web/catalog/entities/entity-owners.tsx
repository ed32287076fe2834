import { List, Text } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

/** What the entity itself names; the other owners come from its parents. */
const ownNames = ({ ownership: { emails, groups } }: EntityDetails) =>
  new Set([...emails.map(({ email }) => email), ...groups.map(({ groupName }) => groupName)].map(lower))

const lower = (text: string) => text.toLowerCase()

/** Whether the descriptor has an owner, in the catalog or not. */
export const hasOwners = ({ ownersV2, ownership }: EntityDetails) =>
  (ownersV2 ? ownersV2.teams.length + ownersV2.individuals.length : 0) + ownership.groups.length > 0

export const EntityOwners = ({ entity }: { entity: EntityDetails }) => {
  const { teams, individuals } = entity.ownersV2 ?? { teams: [], individuals: [] }
  const own = ownNames(entity)
  const providers = new Set(entity.ownership.groups.map(({ provider }) => provider))
  providers.delete('CORTEX')
  const known = new Set(teams.map(({ tag }) => lower(tag)))
  /** A team that stands for a group is named by the group, of which the answer says the provider. */
  const standsForOwn = (provider: string | undefined) => provider !== undefined && providers.has(provider)
  const standing = new Set(teams.map(({ provider }) => provider).filter(standsForOwn))
  const elsewhere = entity.ownership.groups.filter(
    ({ groupName, provider }) => !known.has(lower(groupName)) && !standing.has(provider),
  )
  return (
    <Section
      title="Owners"
      none={teams.length + individuals.length + elsewhere.length === 0 && 'Nobody. Name owners under x-cortex-owners.'}
    >
      <List size="sm">
        {teams.map(({ id, tag, name, description, isArchived, provider }) => (
          <List.Item key={`${id} ${tag} ${name}`}>
            <TextLink to={paths.entity(tag)}>{name}</TextLink>{' '}
            {isArchived && <StateLabel tone="warning">Archived</StateLabel>}{' '}
            {!own.has(lower(tag)) && !own.has(lower(name)) && !standsForOwn(provider) && <Inherited />}
            <Remark text={description} />
          </List.Item>
        ))}
        {elsewhere.map(({ groupName, provider, description }) => (
          <List.Item key={`${provider} ${groupName}`}>
            {groupName}{' '}
            <Text span c="dimmed">
              {provider && provider !== 'CORTEX' ? `in ${provider}` : 'no team of the catalog'}
            </Text>
            <Remark text={description} />
          </List.Item>
        ))}
        {individuals.map(({ email, description }) => (
          <List.Item key={email}>
            {email} {!own.has(lower(email)) && <Inherited />}
            <Remark text={description} />
          </List.Item>
        ))}
      </List>
    </Section>
  )
}

const Inherited = () => <StateLabel tone="neutral">Inherited</StateLabel>

const Remark = ({ text }: { text: string | undefined }) =>
  text ? (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  ) : null
