import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { firstOrder, type Order } from '../../../contract/core/orders.ts'
import { Count, type Noun, Pager, type Paging } from '../ui/pager.tsx'
import { RowOrItsId } from '../ui/unreadable.tsx'
import classes from './data-table.module.css'
import { TableHead } from './table-head.tsx'
import { type Sorted, useSorted } from './use-sorted.ts'

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
  /** What rows are sorted by, where all of them are here. */
  value?: (row: Row) => string | number
  /** The order that sorting starts with, where it is not the one that its name stands for. */
  first?: Order
}

type Props<Row> = {
  /** What the table lists, for screen readers. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Instead of rows, when there are none. */
  empty?: ReactNode
  /** What its rows are, to say how many there are. */
  noun: Noun
  /** For lists that the server sends in pages. */
  paging?: Paging | undefined
  /** What the server can sort the list by, the default first: keys of columns. */
  sorts?: readonly string[] | undefined
  /** What the address calls its sorting, empty for the table of a list page; in dialogs it has none. */
  name?: string | undefined
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

/** As `sorted` says, and rows that are equal in it as they come. */
const inOrder = <Row,>(rows: readonly Row[], columns: readonly Column<Row>[], sorted: Sorted | undefined) => {
  const value = columns.find(({ key }) => key === sorted?.by)?.value
  if (!value || !sorted) return rows
  const ascending = rows.toSorted((one, other) => compare(value(one), value(other)))
  return sorted.order === 'asc' ? ascending : ascending.reverse()
}

/** A dense table. Its first column names the row; narrow screens show each row as a block with the headers beside the values. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey, empty, noun, paging, sorts, name }: Props<Row>) => {
  const [asked, onSort] = useSorted(name)
  // what the server does not sort by here is not shown as its order
  const sorted = asked && (!sorts || sorts.includes(asked.by)) ? asked : sortedByDefault(sorts)
  const orderOf = ({ key, value, first = firstOrder(key) }: Column<Row>) =>
    (sorts ? sorts.includes(key) : value) ? first : undefined
  if (rows.length === 0 && empty) return empty
  return (
    <Stack gap={4}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards reach what is too wide to see at once */}
      <section className={classes.scroll} tabIndex={0} aria-label={caption}>
        <table className={classes.table}>
          <caption className={classes.caption}>{caption}</caption>
          <TableHead columns={columns} sorted={sorted} orderOf={orderOf} onSort={onSort} />
          <tbody>
            {(sorts ? rows : inOrder(rows, columns, sorted)).map(row => (
              <RowOrItsId key={rowKey(row)} id={rowKey(row)} columns={columns.length}>
                <Cells row={row} columns={columns} />
              </RowOrItsId>
            ))}
          </tbody>
        </table>
      </section>
      {paging ? <Pager {...paging} noun={noun} /> : <Count total={rows.length} noun={noun} />}
    </Stack>
  )
}

const sortedByDefault = ([by]: readonly string[] = []): Sorted | undefined =>
  by === undefined ? undefined : { by, order: firstOrder(by) }
