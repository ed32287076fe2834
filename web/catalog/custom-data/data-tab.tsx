import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type CustomData, listCustomData } from '../../../contract/catalog/custom-data.ts'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ask } from '../../core/api/queries.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Section } from '../../core/ui/section.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

const MOST_SHOWN = 1000

const SOURCES = { YAML: 'Descriptor', API: 'API', INTEGRATION: 'Webhook' } as const

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))

/** Longer values are folded, so that the next key is still in sight. */
const MOST_LINES = 15

const Value = ({ text }: { text: string }) => {
  const lines = text.split('\n').length
  const whole = (
    <span className="mono" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </span>
  )
  if (lines <= MOST_LINES) return whole
  return (
    <details>
      <summary>{lines} lines</summary>
      {whole}
    </details>
  )
}

const columns: readonly Column<CustomData>[] = [
  { key: 'key', header: 'Key', cell: ({ key }) => key, mono: true, width: '25%', value: ({ key }) => key },
  {
    key: 'value',
    header: 'Value',
    value: ({ value }) => shown(value),
    cell: ({ value, description }) => (
      <>
        <Value text={shown(value)} />
        {description && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
      </>
    ),
  },
  {
    key: 'source',
    header: 'Source',
    cell: ({ source, overridden }) => (
      <>
        {SOURCES[source]} {overridden && <StateLabel tone="neutral">Overridden</StateLabel>}
      </>
    ),
    nowrap: true,
    value: ({ source }) => SOURCES[source],
  },
  {
    key: 'updated',
    header: 'Updated',
    cell: ({ dateUpdated }) => <Instant at={dateUpdated} />,
    nowrap: true,
    value: ({ dateUpdated }) => Date.parse(dateUpdated),
    first: 'desc',
  },
]

const NONE =
  'No custom data. Set values under x-cortex-custom-metadata in the descriptor, or with POST /api/v1/catalog/{tag}/custom-data.'

export const DataTab = ({ entity: { tag } }: { entity: EntityDetails }) => {
  const query = { includeOverridden: true, pageSize: MOST_SHOWN }
  // numbers with their digits are objects that must not be copied
  const found = useQuery({ ...ask(listCustomData, { params: { tagOrId: tag }, query }), structuralSharing: false })
  return (
    <Loaded query={found} lines={6}>
      {values => (
        <Section title="Custom data" none={values.length === 0 && NONE}>
          {values.some(({ overridden }) => overridden) && (
            <Text c="dimmed" mb="xs">
              Where a key has values from several sources, the descriptor wins over the API, and the API over webhooks.
              A value that the API forced wins over the descriptor. The others are marked as overridden.
            </Text>
          )}
          <DataTable
            caption="Keys and values"
            columns={columns}
            rows={values}
            rowKey={({ key, source }) => `${key} ${source}`}
            noun={['value', 'values']}
            name="data"
          />
          {values.length === MOST_SHOWN && <Text c="dimmed">These are the first {MOST_SHOWN.toLocaleString()}.</Text>}
        </Section>
      )}
    </Loaded>
  )
}
