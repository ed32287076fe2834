import { VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Order } from '../../../contract/core/orders.ts'
import classes from './data-table.module.css'
import type { Column } from './data-table.tsx'
import type { Sorted } from './use-sorted.ts'

type Props<Row> = {
  columns: readonly Column<Row>[]
  sorted: Sorted | undefined
  /** The order that sorting by a column starts with; undefined where it does not sort. */
  orderOf: (column: Column<Row>) => Order | undefined
  onSort: (sorted: Sorted) => void
}

const OTHER = { asc: 'desc', desc: 'asc' } as const
const ARIA = { asc: 'ascending', desc: 'descending' } as const
const ARROWS = { asc: IconArrowUp, desc: IconArrowDown } as const

/** The headers; those of columns that sort are buttons. */
export const TableHead = <Row,>({ columns, sorted, orderOf, onSort }: Props<Row>) => (
  <thead>
    <tr>
      {columns.map(column => {
        const { key, header, hiddenHeader, align, width } = column
        const sort = orderOf(column)
        const order = sorted?.by === key ? sorted.order : undefined
        const Arrow = order && ARROWS[order]
        return (
          <th key={key} scope="col" style={{ width, textAlign: align }} aria-sort={order && ARIA[order]}>
            {hiddenHeader && <VisuallyHidden>{header}</VisuallyHidden>}
            {!hiddenHeader && !sort && header}
            {!hiddenHeader && sort && (
              <button
                type="button"
                className={classes.sort}
                onClick={() => onSort({ by: key, order: order ? OTHER[order] : sort })}
              >
                {header}
                {Arrow && <Arrow size={12} aria-hidden className={classes.arrow} />}
              </button>
            )}
          </th>
        )
      })}
    </tr>
  </thead>
)
