import { Text } from '@mantine/core'
import type { AuditLog } from '../../../contract/outbound/audit.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import classes from './changes.module.css'

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

const Value = ({ value }: { value: unknown }) =>
  value === undefined || value === null || value === '' ? (
    <Text c="dimmed" size="xs">
      nothing
    </Text>
  ) : (
    <pre className={classes.value}>{textOf(value)}</pre>
  )

/** Each field that changed, before and after. */
export const Changes = ({ changes }: { changes: NonNullable<AuditLog['changes']> }) => (
  <DataTable
    caption="Changes"
    rows={Object.entries(changes)}
    noun={['field', 'fields']}
    rowKey={([field]) => field}
    columns={[
      { key: 'field', header: 'Field', mono: true, value: ([field]) => field, cell: ([field]) => field },
      { key: 'before', header: 'Before', cell: ([, { before }]) => <Value value={before} /> },
      { key: 'after', header: 'After', cell: ([, { after }]) => <Value value={after} /> },
    ]}
  />
)
