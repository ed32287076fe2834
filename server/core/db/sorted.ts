/** The order that a list is asked for, as SQL. */
import { type RawBuilder, sql } from 'kysely'
import { firstOrder, type Order } from '../../../contract/core/orders.ts'

export type Sorting<By extends string> = { readonly sort?: By | undefined; readonly order?: Order | undefined }

type Sorts<By extends string> = {
  /** What each is, never null: the engines put nulls at different ends. An index has it, then the identifier. */
  readonly by: Readonly<Record<By, RawBuilder<unknown>>>
  /** Unique, and sorted in the same direction: ties keep their place on every page. */
  readonly id: RawBuilder<unknown>
  readonly first: NoInfer<By>
}

export const orderBy = <By extends string>(
  { by, id, first }: Sorts<By>,
  { sort = first, order = firstOrder(sort) }: Sorting<By>,
): RawBuilder<unknown> => {
  const keys = [...new Set<RawBuilder<unknown>>([by[sort], id])]
  return sql.join(order === 'desc' ? keys.map(key => sql`${key} desc`) : keys)
}
