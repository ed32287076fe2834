import { Checkbox, Fieldset, Select, SimpleGrid, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useIsMutating } from '@tanstack/react-query'
import {
  createRelationshipType,
  listRelationshipTypes,
  type NewRelationshipType,
  type RelationshipType,
  updateRelationshipType,
} from '../../../contract/catalog/relationship-types.ts'
import { listRelated } from '../../../contract/catalog/relationships.ts'
import { useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { NameFields, nameRule } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { bodyOf, type Draft, draftOf } from './type-draft.ts'

type Props = {
  /** The type to change; undefined creates a new one. */
  type: RelationshipType | undefined
  onClose: () => void
}

const isOne = (id: unknown) => id === createRelationshipType.id || id === updateRelationshipType.id

export const TypeDialog = ({ opened, type, onClose }: Props & { opened: boolean }) => {
  const isSaving = useIsMutating({ predicate: ({ options }) => isOne(options.mutationKey?.[0]) }) > 0
  return (
    <FormModal
      opened={opened}
      onClose={onClose}
      isSending={isSaving}
      title={type ? `Edit ${type.name}` : 'Create relationship type'}
      size="lg"
    >
      <TypeForm type={type} onClose={onClose} />
    </FormModal>
  )
}

const useTypeForm = (type: RelationshipType | undefined) =>
  useForm<Draft, NewRelationshipType>({
    initialValues: draftOf(type),
    validate: {
      name: nameRule,
      tag: isNotEmpty('Enter a tag.'),
      sources: ({ kind, types }) => (kind !== 'any' && types.length === 0 ? 'Enter a type.' : null),
      destinations: ({ kind, types }) => (kind !== 'any' && types.length === 0 ? 'Enter a type.' : null),
    },
    transformValues: bodyOf,
  })

type TypeForm = ReturnType<typeof useTypeForm>

const refreshes = [listRelationshipTypes, listRelated] as const

const useSave = (type: RelationshipType | undefined) => {
  const create = useSend(createRelationshipType, { refreshes })
  const update = useSend(updateRelationshipType, { refreshes })
  const save = (body: NewRelationshipType, onSuccess: () => void) =>
    type
      ? update.mutate({ params: { relationshipTypeTag: type.tag }, body, version: type.version }, { onSuccess })
      : create.mutate({ body }, { onSuccess })
  const { error, isPending } = type ? update : create
  return { save, error, isPending }
}

const TypeForm = ({ type, onClose }: Props) => {
  const form = useTypeForm(type)
  const { save, ...send } = useSave(type)
  const submit = (body: NewRelationshipType) =>
    save(body, () => {
      notice(type ? `Relationship type ${body.name} saved` : `Relationship type ${body.name} created`)
      onClose()
    })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={submit}
      submit={type ? 'Save relationship type' : 'Create relationship type'}
      onCancel={onClose}
      sticky
    >
      <NameFields
        example="Component hierarchy"
        hint="What does the relationship mean?"
        input={field => form.getInputProps(field)}
      />
      <TextInput
        label="Tag"
        description={type ? 'The tag stays as it is.' : 'What descriptors use as the type. You can’t change it later.'}
        required={!type}
        readOnly={type !== undefined}
        maxLength={255}
        classNames={{ input: 'mono' }}
        {...form.getInputProps('tag')}
      />
      <End form={form} end="source" />
      <End form={form} end="destination" />
      <Rules form={form} />
    </Form>
  )
}

const ENDS = {
  source: {
    legend: 'Sources',
    filter: 'sources',
    singular: 'sourceLabelSingular',
    plural: 'sourceLabelPlural',
    single: 'isSingleSource',
    singleLabel: 'A destination has only one source',
    examples: ['Component', 'Components'],
  },
  destination: {
    legend: 'Destinations',
    filter: 'destinations',
    singular: 'destinationLabelSingular',
    plural: 'destinationLabelPlural',
    single: 'isSingleDestination',
    singleLabel: 'A source has only one destination',
    examples: ['Part', 'Parts'],
  },
} as const

const FILTERS = [
  { value: 'any', label: 'Any type' },
  { value: 'only', label: 'Only these types' },
  { value: 'not', label: 'All types but these' },
]

/** What can be at one end, and what it is called. */
const End = ({ form, end }: { form: TypeForm; end: keyof typeof ENDS }) => {
  const { legend, filter, singular, plural, single, singleLabel, examples } = ENDS[end]
  const { kind } = form.values[filter]
  return (
    <Fieldset legend={legend}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={`Label of one of the ${legend.toLowerCase()}`}
            placeholder={examples[0]}
            maxLength={120}
            {...form.getInputProps(singular)}
          />
          <TextInput
            label={`Label of several ${legend.toLowerCase()}`}
            placeholder={examples[1]}
            maxLength={120}
            {...form.getInputProps(plural)}
          />
        </SimpleGrid>
        <Select
          label={`Types of ${legend.toLowerCase()}`}
          data={FILTERS}
          allowDeselect={false}
          {...form.getInputProps(`${filter}.kind`)}
        />
        {kind !== 'any' && (
          <TagsInput
            label={`Entity types of ${legend.toLowerCase()}`}
            description="Press Enter after each type."
            placeholder="service"
            {...form.getInputProps(`${filter}.types`)}
            error={form.errors[filter]}
          />
        )}
        <Checkbox label={singleLabel} {...form.getInputProps(single, { type: 'checkbox' })} />
      </Stack>
    </Fieldset>
  )
}

const LOCATIONS = [
  { value: 'BOTH', label: 'Descriptors of sources and of destinations' },
  { value: 'SOURCE', label: 'Descriptors of sources' },
  { value: 'DESTINATION', label: 'Descriptors of destinations' },
]

const PASSES = [
  { value: 'NONE', label: 'No' },
  { value: 'APPEND', label: 'Yes, in addition to the owners of the destination' },
  { value: 'FALLBACK', label: 'Only if the destination has no owners' },
  { value: 'CONFIGURE_AT_SOURCE', label: 'As set for each owner of the source' },
]

const Rules = ({ form }: { form: TypeForm }) => (
  <>
    <Select label="Declared by" data={LOCATIONS} allowDeselect={false} {...form.getInputProps('definitionLocation')} />
    <Select
      label="Sources pass their owners to destinations"
      data={PASSES}
      allowDeselect={false}
      {...form.getInputProps('owners')}
    />
    <Checkbox
      label="Allow cycles"
      description="Relationships can lead back to where they began."
      {...form.getInputProps('allowCycles', { type: 'checkbox' })}
    />
    <Text size="xs" c="dimmed">
      The API enforces these rules for what is added from now on. Descriptors that break them get a warning.
    </Text>
  </>
)
