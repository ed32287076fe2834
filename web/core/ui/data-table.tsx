import { Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './data-table.module.css'
import { Count, type Noun } from './pager.tsx'
import { type Sorted, TableHead } from './table-head.tsx'
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
  /** The rows can be sorted by it, first in this order. */
  sort?: Sorted['order']
  /** What rows are compared by, where all of them are here. */
  value?: (row: Row) => string | number
}

type Props<Row> = {
  /** What the table lists, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Instead of rows, when there are none. */
  empty?: ReactNode
  /** What its rows are, to say how many there are; for tables without pages. */
  noun?: Noun
  /** For lists that the server sorts. */
  sorted?: Sorted | undefined
  onSort?: ((sorted: Sorted) => void) | undefined
}

const Cells = <Row,>({ row, columns }: Pick<Props<Row>, 'columns'> & { row: Row }) => (
  <tr>
    {columns.map(column => (
      <td
        key={column.key}
        style={{ textAlign: column.align }}
        data-header={column.hiddenHeader ? undefined : column.header}
        data-nowrap={column.nowrap || undefined}
        className={column.mono ? 'mono' : undefined}
      >
        {column.cell(row)}
      </td>
    ))}
  </tr>
)

const compare = (one: string | number, other: string | number) =>
  typeof one === 'string' && typeof other === 'string' ? one.localeCompare(other) : Number(one) - Number(other)

const inOrder = <Row,>(rows: readonly Row[], columns: readonly Column<Row>[], sorted: Sorted | undefined) => {
  const value = columns.find(({ key }) => key === sorted?.by)?.value
  if (!value || !sorted) return rows
  const ascending = rows.toSorted((one, other) => compare(value(one), value(other)))
  return sorted.order === 'asc' ? ascending : ascending.reverse()
}

/** A dense table. Its first column names the row; narrow screens show each row as a block with the headers beside the values. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey, empty, noun, ...sorting }: Props<Row>) => {
  const [ownSorted, setOwnSorted] = useState<Sorted>()
  const { sorted = ownSorted, onSort = setOwnSorted } = sorting
  if (rows.length === 0 && empty) return empty
  const table = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards reach what is too wide to see at once
    <section className={classes.scroll} tabIndex={0} aria-label={caption}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <TableHead columns={columns} sorted={sorted} onSort={onSort} />
        <tbody>
          {inOrder(rows, columns, sorted).map(row => (
            <RowOrItsId key={rowKey(row)} id={rowKey(row)} columns={columns.length}>
              <Cells row={row} columns={columns} />
            </RowOrItsId>
          ))}
        </tbody>
      </table>
    </section>
  )
  if (!noun) return table
  return (
    <Stack gap={4}>
      {table}
      <Count total={rows.length} noun={noun} />
    </Stack>
  )
}
