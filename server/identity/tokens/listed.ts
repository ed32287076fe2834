/** A page of tokens as both lists answer it. */
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { listTokens as listTokensOperation } from '../../../contract/identity/token-lists.ts'
import { presentRows } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import type { TokenFilter } from './filter.ts'
import { presentToken } from './present.ts'
import { readRecent } from './recent.ts'
import { listTokens, type TokenRow } from './tokens.ts'

type Asked = { readonly query: QueryOf<typeof listTokensOperation>; readonly filter: TokenFilter }

export const tokensAsked = async (
  { db, actor, now, services: { usage } }: Pick<Context, 'db' | 'actor' | 'now' | 'services'>,
  { query, filter }: Asked,
): Promise<AnswerOf<typeof listTokensOperation>> => {
  const page = pageOf(query)
  const { sort, order, includeRecent } = query
  const { rows, total } = await listTokens(db, filter, { ...page, ...(sort && { sort }), ...(order && { order }) })
  const recent = includeRecent
    ? await readRecent(
        db,
        rows.map(({ cid }) => cid),
        now,
      )
    : undefined
  const present = (row: TokenRow) => ({
    ...presentToken(row, { actor, now }, usage.pending(row.cid)),
    ...(recent && { recent: recent.get(row.cid) }),
  })
  const { shown: tokens, marked } = presentRows(rows, { idOf: ({ cid }) => cid, present })
  return { tokens, ...marked, ...pageFields(page, total) }
}
