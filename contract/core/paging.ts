import * as T from 'typebox'

/** The paging every list takes: pages count from 0, and a page past the end is an empty list. */
export const paging = {
  page: T.Optional(T.Integer({ minimum: 0, maximum: 10_000_000, default: 0, description: 'Page number, from 0' })),
  pageSize: T.Optional(
    T.Integer({ minimum: 1, maximum: 1000, default: 250, description: 'Results per page, 1 to 1000; 250 by default' }),
  ),
}

/** An object, because clients expect one array in a page. */
const Unreadable = T.Object(
  { ids: T.Array(T.String()) },
  {
    $id: 'Unreadable',
    description: 'Stored entries that can’t be read and are left out of the list; the server log has the reason',
  },
)

/** The fields next to the array of every list. */
export const listFields = { unreadable: T.Optional(Unreadable) }

/** The fields next to the one array of a page. */
export const pageFields = { page: T.Integer(), total: T.Integer(), totalPages: T.Integer(), ...listFields }
