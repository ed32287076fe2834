import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listEntities } from '../../../contract/catalog/catalog.ts'
import { type EntityTypeDetails, getEntityType } from '../../../contract/catalog/types.ts'
import { isNotFound } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { ButtonLink, TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useTag } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { Banner } from '../../core/ui/banner.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { DeleteTypeDialog } from './delete-type-dialog.tsx'
import { NoType } from './no-type.tsx'

export const TypePage = () => {
  const tag = useTag()
  const query = useQuery(ask(getEntityType, { params: { type: tag }, query: { abilities: true } }))
  if (isNotFound(query.error)) return <NoType type={tag} />
  const type = query.data
  return (
    <Page
      title={type?.name ?? type?.type ?? tag}
      width="wide"
      beside={
        type && (
          <>
            <span className="mono">{type.type}</span>
            {type.source === 'CORTEX' && <StateLabel tone="neutral">Built in</StateLabel>}
          </>
        )
      }
      action={type && <Actions type={type} />}
    >
      <Loaded query={query} lines={10}>
        {found => <Details type={found} />}
      </Loaded>
    </Page>
  )
}

const Actions = ({ type }: { type: EntityTypeDetails }) => {
  const deletion = useDialog<EntityTypeDetails>()
  const { abilities } = type
  return (
    <Group gap="xs">
      <ActionButton variant="outline" color="danger" ability={abilities?.remove} onClick={() => deletion.open(type)}>
        Delete
      </ActionButton>
      <ButtonLink to={paths.entityTypeDescriptor(type.type)}>
        {abilities?.edit.allowed === false ? 'View descriptor' : 'Edit descriptor'}
      </ButtonLink>
      <DeleteTypeDialog type={deletion.thing} opened={deletion.isOpen} onClose={deletion.close} />
    </Group>
  )
}

const Details = ({ type }: { type: EntityTypeDetails }) => (
  <>
    <Unfit type={type.type} />
    {type.description && (
      <Text maw={720} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {type.description}
      </Text>
    )}
    <Section title="Entities">
      <Entities type={type.type} />
    </Section>
    {type.iconTag && (
      <Section title="Icon">
        <span className="mono">{type.iconTag}</span>
      </Section>
    )}
    <Section title="Schema" none={Object.keys(type.schema).length === 0 && 'No schema. Any definition is accepted.'}>
      <pre className="mono" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>
        {JSON.stringify(type.schema, null, 2)}
      </pre>
    </Section>
  </>
)

const counted = (count: number) => (count === 1 ? '1 entity' : `${count} entities`)

/** How many there are: the page is as short as can be. */
const useCount = (type: string, more: { violatesSchema?: boolean } = {}) =>
  useQuery(ask(listEntities, { query: { types: [type], pageSize: 1, hierarchyDepth: '0', ...more } }))

const Entities = ({ type }: { type: string }) => (
  <Loaded query={useCount(type)} lines={1}>
    {({ total }) =>
      total === 0 ? (
        <Text c="dimmed">No entities of this type.</Text>
      ) : (
        <TextLink to={paths.catalog} search={{ types: [type] }}>
          {counted(total)}
        </TextLink>
      )
    }
  </Loaded>
)

/** Of entities that were there before the schema. */
const Unfit = ({ type }: { type: string }) => {
  const { data } = useCount(type, { violatesSchema: true })
  if (!data || data.total === 0) return null
  return (
    <Banner
      action={
        <TextLink to={paths.catalog} search={{ types: [type], violatesSchema: true }}>
          Show {data.total === 1 ? 'it' : 'them'}
        </TextLink>
      }
    >
      {data.total === 1
        ? '1 entity does not satisfy this schema. Its next change must.'
        : `${data.total} entities do not satisfy this schema. Their next change must.`}
    </Banner>
  )
}
