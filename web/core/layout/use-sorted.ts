/** What a table is sorted by: in the address where the table has a name there, and otherwise as long as it is on the screen. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { firstOrder, type Order } from '../../../contract/core/orders.ts'

export type Sorted = { readonly by: string; readonly order: Order }

type Search = Readonly<Record<string, unknown>>

/** The names under which the address has it: `sort` and `order` for the table of a list page, `rulesSort` and `rulesOrder` for others. */
const namesOf = (table: string): [by: string, order: string] =>
  table === '' ? ['sort', 'order'] : [`${table}Sort`, `${table}Order`]

/** @param table its name in the address; undefined for tables in dialogs, which the address does not show */
export const useSorted = (table: string | undefined) => {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const [own, setOwn] = useState<Sorted>()
  if (table === undefined) return [own, setOwn] as const
  const [byName, orderName] = namesOf(table)
  const by = search[byName]
  const order = search[orderName]
  const sorted: Sorted | undefined =
    typeof by === 'string' ? { by, order: order === 'asc' || order === 'desc' ? order : firstOrder(by) } : undefined
  const sort = ({ by, order }: Sorted) =>
    void navigate({
      to: '.',
      search: (before: Search) => ({ ...before, [byName]: by, [orderName]: order, page: undefined }),
      resetScroll: false,
    })
  return [sorted, sort] as const
}
