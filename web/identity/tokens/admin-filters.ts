/** The filters of everybody's tokens: as the address bar has them, and as the API asks for them. Pure. */
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { listAllTokens } from '../../../contract/identity/token-lists.ts'
import type { personalTokensSearch } from './tokens-search.ts'

export type AdminFilters = ReturnType<typeof personalTokensSearch>
type TokensQuery = Omit<QueryOf<typeof listAllTokens>, 'page' | 'pageSize'>

const DAY_MS = 86_400_000

export const USED_CHOICES = [
  { value: 'never', label: 'Never used' },
  { value: 'unused-30', label: 'Not used for 30 days' },
  { value: 'unused-90', label: 'Not used for 90 days' },
] as const

export const EXPIRY_CHOICES = [
  { value: 'within-7', label: 'Ends within 7 days' },
  { value: 'within-30', label: 'Ends within 30 days' },
  { value: 'none', label: 'No expiration' },
] as const

export const ACCESS_CHOICES = [
  { value: 'read-only', label: 'Read-only' },
  { value: 'changes', label: 'May change things' },
] as const

const instant = (at: number) => new Date(at).toISOString()

/** A whole minute, so that the same request is not sent again at every render. */
const minuteOf = (now: number) => Math.floor(now / 60_000) * 60_000

const usedQuery = (used: AdminFilters['used'], now: number): TokensQuery => {
  if (used === 'never') return { neverUsed: true }
  return used ? { unusedSince: instant(now - Number(used.slice('unused-'.length)) * DAY_MS) } : {}
}

const expiryQuery = (expiry: AdminFilters['expiry'], now: number): TokensQuery => {
  if (expiry === 'none') return { noExpiry: true }
  return expiry ? { expiresBefore: instant(now + Number(expiry.slice('within-'.length)) * DAY_MS) } : {}
}

/** Days are those of the reader's calendar. */
const startOfDay = (day: string | undefined) => (day ? new Date(`${day}T00:00`).toISOString() : undefined)

export const adminQuery = (filters: AdminFilters, now: number): TokensQuery => {
  const { query, state, attention, sort, order, used, expiry, access, createdAfter, createdBefore } = filters
  return {
    query,
    state,
    attention,
    sort,
    order,
    includeRecent: true,
    ...usedQuery(used, minuteOf(now)),
    ...expiryQuery(expiry, minuteOf(now)),
    ...(access ? { readOnly: access === 'read-only' } : {}),
    createdAfter: startOfDay(createdAfter),
    createdBefore: startOfDay(createdBefore),
  }
}

export const isFiltered = ({ page: _, sort: _sort, order: _order, ...filters }: AdminFilters) =>
  Object.values(filters).some(value => value !== undefined)
