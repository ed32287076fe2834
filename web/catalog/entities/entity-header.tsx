/** Below the name of an entity: its owners and links. */
import { Button, Group, Text } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { headerLinks } from './header-links.ts'
import { safeUrl } from './safe-url.ts'

const MOST_OWNERS = 4

const Owner = ({ text, to, search }: { text: string; to: string; search?: { owners: string[] } }) => (
  <TextLink to={to} search={search} underline="always">
    {text}
  </TextLink>
)

const Owners = ({ entity }: { entity: EntityDetails }) => {
  const { teams, individuals } = entity.ownersV2 ?? { teams: [], individuals: [] }
  const owners = [
    ...teams.map(({ tag, name }) => ({ key: `team ${tag}`, text: name, to: paths.entity(tag) })),
    ...individuals.map(({ email }) => ({ key: email, text: email, to: paths.catalog, search: { owners: [email] } })),
  ]
  if (owners.length === 0) return null
  return (
    <Group gap="4px 10px">
      <Text c="dimmed">Owned by</Text>
      {owners.slice(0, MOST_OWNERS).map(({ key, ...owner }) => (
        <Owner key={key} {...owner} />
      ))}
      {owners.length > MOST_OWNERS && <Text c="dimmed">and {owners.length - MOST_OWNERS} more</Text>}
    </Group>
  )
}

const LinkButton = ({ name, url }: { name: string; url: string }) => (
  <Button
    component="a"
    href={safeUrl(url)}
    target="_blank"
    rel="noreferrer noopener"
    variant="default"
    size="compact-sm"
    maw={260}
    rightSection={<IconExternalLink size={14} aria-hidden />}
  >
    {name}
  </Button>
)

export const EntityHeader = ({ entity }: { entity: EntityDetails }) => {
  const links = headerLinks(entity.links)
  return (
    <>
      <Owners entity={entity} />
      {links.length > 0 && (
        <Group gap="xs">
          {links.map(({ name, type, url }) => (
            <LinkButton key={`${type} ${name} ${url}`} name={name} url={url} />
          ))}
        </Group>
      )}
    </>
  )
}
