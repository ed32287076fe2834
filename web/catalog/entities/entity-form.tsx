/** Edits the descriptor of an entity for people who don't write YAML. */
import { Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormField, FormFields } from '../../../contract/catalog/descriptor-form.ts'
import type { FieldsFormProps } from '../../core/editor/fields-form.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { findGroups, findTypes } from './descriptor-values.ts'
import { faultsOf } from './field-faults.ts'
import { type Fields, useFields, useReadFields } from './fields-state.ts'
import { LinksField } from './links-field.tsx'
import { EditAsYaml, LockedField } from './locked-field.tsx'
import { OwnersField } from './owners-field.tsx'
import { PickField } from './pick-field.tsx'

export const EntityForm = (props: FieldsFormProps) => {
  const { onYaml } = props
  return (
    <Loaded query={useReadFields(props.text)} lines={10}>
      {({ fields, locked }) =>
        fields ? (
          <FilledForm {...props} read={fields} locked={locked} />
        ) : (
          <Text>
            The text can’t be read, so its fields can’t be shown. <EditAsYaml onYaml={onYaml} />
          </Text>
        )
      }
    </Loaded>
  )
}

type Locked = readonly { readonly field: FormField; readonly reason: string }[]

type FilledProps = FieldsFormProps & { readonly read: FormFields; readonly locked: Locked }

const FilledForm = ({ read, locked, ...props }: FilledProps) => {
  const { isNew, violations, onYaml } = props
  const { values, set, error } = useFields(props, read)
  const fault = faultsOf(violations)
  const reasonOf = (field: FormField) => locked.find(one => one.field === field)?.reason
  const given = { values, set, fault, reasonOf, onYaml }
  return (
    <Stack gap="md" maw={760}>
      <NameFields {...given} isNew={isNew} />
      <LockedField label="Description" reason={reasonOf('description')} onYaml={onYaml}>
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
          value={values.description}
          onChange={event => set('description', event.currentTarget.value)}
          error={fault('description')}
        />
      </LockedField>
      <OwnersField {...given} />
      <GroupsField {...given} />
      <LinksField {...given} />
      <Problem error={error} title="The changes couldn’t be written to the text" />
    </Stack>
  )
}

export type GivenFields = Pick<Fields, 'values' | 'set'> & {
  readonly fault: ReturnType<typeof faultsOf>
  readonly reasonOf: (field: FormField) => string | undefined
  readonly onYaml: () => void
}

const NameFields = ({ values, set, fault, reasonOf, onYaml, isNew }: GivenFields & { readonly isNew: boolean }) => (
  <>
    <LockedField label="Name" reason={reasonOf('entityName')} onYaml={onYaml}>
      <TextInput
        label="Name"
        required
        maxLength={255}
        value={values.entityName}
        onChange={event => set('entityName', event.currentTarget.value)}
        error={fault('entityName')}
      />
    </LockedField>
    {isNew && (
      <>
        <LockedField label="Tag" reason={reasonOf('tag')} onYaml={onYaml}>
          <TextInput
            label="Tag"
            description="The identifier, unique in the catalog. It can’t be changed later."
            required
            maxLength={255}
            autoComplete="off"
            value={values.tag}
            onChange={event => set('tag', event.currentTarget.value)}
            error={fault('tag')}
          />
        </LockedField>
        <LockedField label="Type" reason={reasonOf('type')} onYaml={onYaml}>
          <PickField
            name="types"
            label="Type"
            maxLength={100}
            placeholder="service"
            value={values.type}
            onChange={type => set('type', type)}
            find={findTypes}
            error={fault('type')}
          />
        </LockedField>
      </>
    )}
  </>
)

const GroupsField = ({ values, set, fault, reasonOf, onYaml }: GivenFields) => {
  const known = useQuery({
    queryKey: ['suggestions', 'groups'],
    queryFn: ({ signal }) => findGroups('', signal),
    staleTime: 30_000,
    retry: false,
  })
  const names = values.groups.map(({ group }) => group)
  const choose = (chosen: readonly string[]) =>
    set(
      'groups',
      chosen.map(name => values.groups.find(({ group }) => group === name) ?? { group: name }),
    )
  return (
    <LockedField label="Groups" reason={reasonOf('groups')} onYaml={onYaml}>
      <TagsInput
        label="Groups"
        description="Labels to filter by. Press Enter to add one."
        data={[...new Set(known.data?.map(({ value }) => value))]}
        limit={20}
        maxLength={255}
        maxTags={500}
        value={names}
        onChange={choose}
        error={fault('groups')}
      />
    </LockedField>
  )
}
