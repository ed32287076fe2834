/** What small charts share: a scale, dates, and a table of the same for people who cannot see them. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './chart.module.css'
import { type Column, DataTable } from './data-table.tsx'

type FrameProps = {
  /** The ends of the scale. */
  most: string
  least: string
  /** Of the left end, of the middle and of the right end. */
  from: string | undefined
  middle?: string | undefined
  until: string | undefined
  /** Of the height of the scale, 68 pixels with its line. */
  children: ReactNode
}

export const ChartFrame = ({ most, least, from, middle, until, children }: FrameProps) => (
  <div className={classes.frame} aria-hidden>
    <div className={classes.scale}>
      <span>{most}</span>
      <span>{least}</span>
    </div>
    <div>
      {children}
      <div className={classes.dates}>
        <span>{from}</span>
        {middle && <span>{middle}</span>}
        <span>{until}</span>
      </div>
    </div>
  </div>
)

type TableProps<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Instead of rows, when there are none. */
  empty?: string
  /** What the address calls its sorting; without it, no address has it. */
  name?: string
}

export const ChartTable = <Row,>({ caption, columns, rows, rowKey, empty, name }: TableProps<Row>) => (
  <details className={classes.table}>
    <summary>Show as a table</summary>
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={rowKey}
      noun={['row', 'rows']}
      name={name}
      empty={empty && <Text c="dimmed">{empty}</Text>}
    />
  </details>
)
