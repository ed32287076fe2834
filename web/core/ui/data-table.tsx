import { Box, Table, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import { RowOrItsId } from './unreadable.tsx'

export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** For tags, ids and the like. */
  mono?: boolean
  align?: 'left' | 'right'
  /** Its header is read, not seen: for the column of actions. */
  hiddenHeader?: boolean
  width?: number | string
  /** Keeps short values on one line. */
  nowrap?: boolean
}

type Props<Row> = {
  /** What the table lists, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Instead of rows, when there are none. */
  empty?: ReactNode
}

const Cells = <Row,>({ row, columns }: Pick<Props<Row>, 'columns'> & { row: Row }) => (
  <Table.Tr>
    {columns.map(column => (
      <Table.Td
        key={column.key}
        ta={column.align}
        data-header={column.hiddenHeader ? undefined : column.header}
        data-nowrap={column.nowrap || undefined}
        className={column.mono ? 'mono' : undefined}
      >
        {column.cell(row)}
      </Table.Td>
    ))}
  </Table.Tr>
)

/** A dense table. Its first column names the row; narrow screens show each row as a block with the headers beside the values. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey, empty }: Props<Row>) => {
  if (rows.length === 0 && empty) return empty
  return (
    <Box className={classes.scroll} tabIndex={0} role="region" aria-label={caption}>
      <Table className={classes.table} verticalSpacing={6} horizontalSpacing="xs" highlightOnHover>
        <caption className={classes.caption}>{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, hiddenHeader, align, width }) => (
              <Table.Th key={key} scope="col" w={width} ta={align}>
                {hiddenHeader ? <VisuallyHidden>{header}</VisuallyHidden> : header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <RowOrItsId key={rowKey(row)} id={rowKey(row)} columns={columns.length}>
              <Cells row={row} columns={columns} />
            </RowOrItsId>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  )
}
