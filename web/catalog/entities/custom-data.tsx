import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Section } from '../../core/ui/section.tsx'

type Entry = EntityDetails['metadata'][number]

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))

const columns: readonly Column<Entry>[] = [
  { key: 'key', header: 'Key', value: ({ key }) => key, cell: ({ key }) => key, mono: true, width: '30%' },
  {
    key: 'value',
    header: 'Value',
    value: ({ value }) => shown(value),
    cell: ({ value }) => <span style={{ whiteSpace: 'pre-wrap' }}>{shown(value)}</span>,
    mono: true,
  },
]

export const CustomData = ({ metadata }: { metadata: readonly Entry[] }) => (
  <Section title="Custom data" none={metadata.length === 0 && 'No custom data.'}>
    <DataTable
      caption="Keys and values"
      columns={columns}
      rows={metadata}
      rowKey={({ key }) => key}
      noun={['key', 'keys']}
      name="data"
    />
  </Section>
)
