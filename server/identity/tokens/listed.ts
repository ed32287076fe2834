/** A page of tokens as both lists answer it. */
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { listAllTokens, listTokens as listTokensOperation } from '../../../contract/identity/token-lists.ts'
import { presentRows } from '../../core/db/rows.ts'
import type { Context } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import type { Services } from '../../core/services/services.ts'
import type { TokenFilter } from './filter.ts'
import { presentToken } from './present.ts'
import { readRecent } from './recent.ts'
import { listTokens, type TokenRow } from './tokens.ts'

/** Last uses and calls that this server still has in memory: those of a second ago count too. */
export const storeAll = async ({ usage, storeActivity }: Services) => {
  await Promise.all([usage.flush().catch(() => {}), storeActivity()])
}

type ListQuery = Partial<QueryOf<typeof listAllTokens>>

/** Only where the list depends on them. */
export const storeFirst = (services: Services, query: ListQuery): Promise<void> | undefined => {
  const { neverUsed, unusedSince, attention, sort, includeRecent } = query
  const isAsked = neverUsed !== undefined || unusedSince !== undefined || attention !== undefined
  return isAsked || sort === 'lastUsed' || includeRecent ? storeAll(services) : undefined
}

type Asked = { readonly query: QueryOf<typeof listTokensOperation>; readonly filter: TokenFilter }

export const tokensAsked = async (
  { db, actor, now, services: { usage } }: Pick<Context, 'db' | 'actor' | 'now' | 'services'>,
  { query, filter }: Asked,
): Promise<AnswerOf<typeof listTokensOperation>> => {
  const page = pageOf(query)
  const { sort, order, includeRecent } = query
  const { rows, total } = await listTokens(db, filter, { ...page, sort, order })
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
