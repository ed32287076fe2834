import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { DataWebhook, Mapped } from '../../../contract/catalog/data-webhooks.ts'
import { tryMapping } from '../../../contract/catalog/data-webhooks.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'

export type Fields = {
  name: string
  description: string
  entityType: string
  keys: string
  mapping: string
  sample: string
  ranges: string
}

export const fieldsOf = (webhook?: DataWebhook): Fields => ({
  name: webhook?.name ?? '',
  description: webhook?.description ?? '',
  entityType: webhook?.entityType ?? 'service',
  keys: webhook?.keys.join(', ') ?? '',
  mapping: webhook?.mapping ?? '{tag: .service, data: {coverage: .lines}}',
  sample: '',
  ranges: webhook?.addressRanges?.join(', ') ?? '',
})

export const listIn = (text: string): string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)

const MONO = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } }

const Result = ({ mapped }: { mapped: readonly Mapped[] }) => (
  <Stack gap={4} role="status">
    {mapped.length === 0 && <Text size="sm">The mapping makes nothing of this sample.</Text>}
    {mapped.map(({ tag, data, isThere }) => (
      <Text size="sm" key={`${tag} ${JSON.stringify(data)}`}>
        <span className="mono">
          {tag}: {JSON.stringify(data)}
        </span>
        {!isThere && ' (no entity of this type has this tag)'}
      </Text>
    ))}
  </Stack>
)

type Props = {
  values: Fields
  input: (field: keyof Fields) => object
  /** It exists, and its type stays. */
  isStored?: boolean
}

/** Shows what the mapping makes of the sample. */
const TryMapping = ({ values: { entityType, keys, mapping, sample } }: Pick<Props, 'values'>) => {
  const attempt = useSend(tryMapping)
  return (
    <>
      <div>
        <Button
          variant="default"
          disabled={sample.trim() === ''}
          loading={attempt.isPending}
          onClick={() => attempt.mutate({ body: { entityType, keys: listIn(keys), mapping, sample } })}
        >
          Try the mapping
        </Button>
      </div>
      {attempt.data && !attempt.isPending && <Result mapped={attempt.data.mapped} />}
      <Problem error={attempt.error} title="The mapping doesn't fit the sample" />
    </>
  )
}

const CODE = { autosize: true, minRows: 2, maxRows: 10, spellCheck: false, styles: MONO } as const

const SAMPLE = {
  created: 'A payload to try the mapping on. It is not stored.',
  stored: 'A payload to try the mapping on. Required if you change the mapping or the keys; it is not stored.',
} as const

/** What a webhook sets, and the button that tries it. */
export const MappingFields = ({ values, input, isStored = false }: Props) => (
  <>
    <NameFields example="coverage-of-builds" hint="Which system calls it?" input={input} />
    {!isStored && (
      <TextInput
        label="Entity type"
        description="It sets data of entities of this type only."
        required
        {...input('entityType')}
      />
    )}
    <TextInput
      label="Keys"
      description="The only keys that it may set, separated by commas."
      required
      {...input('keys')}
    />
    <Textarea
      label="Mapping"
      description="A jq program. It makes {tag, data} of a payload, or several of them."
      required
      {...CODE}
      {...input('mapping')}
    />
    <Textarea
      label="Sample"
      description={isStored ? SAMPLE.stored : SAMPLE.created}
      required={!isStored}
      {...CODE}
      {...input('sample')}
    />
    <TryMapping values={values} />
    <TextInput
      label="Address ranges"
      description="The only addresses it may be called from, separated by commas. Leave it empty for all."
      placeholder="10.0.0.0/8"
      {...input('ranges')}
    />
  </>
)
