import { Table, Text } from '@mantine/core'
import type { AuditLog } from '../../../contract/outbound/audit.ts'
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
  <div className={classes.scroll}>
    <Table verticalSpacing={4} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Field</Table.Th>
          <Table.Th scope="col">Before</Table.Th>
          <Table.Th scope="col">After</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {Object.entries(changes).map(([field, { before, after }]) => (
          <Table.Tr key={field} className={classes.row}>
            <Table.Th scope="row" className="mono">
              {field}
            </Table.Th>
            <Table.Td>
              <Value value={before} />
            </Table.Td>
            <Table.Td>
              <Value value={after} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </div>
)
