/** A page with a list: a screen gives its operation, its columns and its text. */
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ComponentProps, ReactNode } from 'react'
import type { Called, Io } from '../../../contract/core/operation.ts'
import { isForbidden } from '../api/api-error.ts'
import type { CallInput } from '../api/client.ts'
import { ask } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { FilterBar } from '../ui/filter-bar.tsx'
import { Page } from '../ui/page.tsx'
import type { Noun } from '../ui/pager.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { Loaded } from './loaded.tsx'

/** How many rows a page of a list has. */
export const PAGE_SIZE = 50

type ListProps<I extends Io, Row> = {
  operation: Called<I>
  input: CallInput<I>
  rows: (answer: I['answer']) => readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** What the table lists, for screen readers; the page's title without it. */
  caption?: string
  noun: Noun
  /** Where the server counts no further than this. */
  most?: number | undefined
  /** Instead of the table, where there are rows. */
  body?: (answer: I['answer']) => ReactNode
  /** Instead of rows, where nothing was filtered out and there are none. */
  empty: ReactNode
  /** What the server can sort the list by, as its operation has it; the rows of a list that is here as a whole sort here. */
  sorts?: readonly string[] | undefined
  /** From 0; for lists that the server sends in pages. */
  page?: number
  onPage?: (page: number | undefined) => void
  /** Between the title and the filters, such as a warning. */
  above?: ReactNode | ((answer: I['answer'] | undefined) => ReactNode)
  filters?: ReactNode
  /** Whether a filter is set: then it can be cleared. */
  isFiltered?: boolean
  onClear?: () => void
  /** Dialogs about a row, as it is now. */
  dialogs?: (rows: readonly Row[]) => ReactNode
}

type Props<I extends Io, Row> = ListProps<I, Row> & ComponentProps<typeof Page>

/** Of an answer in pages, how many there are in all. */
const totalOf = (answer: unknown): number | undefined => {
  const total: unknown = Object(answer).total
  return typeof total === 'number' ? total : undefined
}

const NoResults = ({ clear }: { clear: ReactNode }) => <EmptyState action={clear}>No results.</EmptyState>

export const ListPage = <I extends Io, Row>(props: Props<I, Row>) => {
  const { operation, input, rows, columns, rowKey, noun, most, empty, page = 0, onPage, ...rest } = props
  const { caption = props.title, above, filters, isFiltered = false, onClear, dialogs, children, ...more } = rest
  const { sorts, body, ...text } = more
  const query = useQuery({ ...ask(operation, input), placeholderData: keepPreviousData })
  const isRefused = isForbidden(query.error)
  const isEmpty = query.data !== undefined && rows(query.data).length === 0
  const clear = (
    <Button variant={isEmpty ? 'default' : 'subtle'} size={isEmpty ? undefined : 'compact-sm'} onClick={onClear}>
      Clear filters
    </Button>
  )
  return (
    <Page width="wide" {...text}>
      {typeof above === 'function' ? above(query.data) : above}
      {filters && !isRefused && (
        <FilterBar>
          {filters}
          {isFiltered && !isEmpty && clear}
        </FilterBar>
      )}
      <Loaded query={query}>
        {answer => {
          const total = totalOf(answer) ?? rows(answer).length
          const instead = total === 0 && (isFiltered ? <NoResults clear={clear} /> : empty)
          if (body) return instead || body(answer)
          return (
            <>
              <DataTable
                caption={caption}
                columns={columns}
                rows={rows(answer)}
                rowKey={rowKey}
                noun={noun}
                name=""
                sorts={sorts}
                paging={onPage && { page, pageSize: PAGE_SIZE, total, most, onPage: next => onPage(next || undefined) }}
                empty={instead}
              />
              {dialogs?.(rows(answer))}
            </>
          )
        }}
      </Loaded>
      {children}
    </Page>
  )
}
