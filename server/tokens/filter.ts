/** The filters of everybody's tokens, as SQL over the columns of `c` (credentials), `used` (its last use), `u` (owner) and `s` (current secret). */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { QueryOf } from '../../contract/operation.ts'
import type { downloadTokens } from '../../contract/tokens.ts'
import { instantOf } from '../http/instant.ts'

type Condition = RawBuilder<SqlBool>
export type TokenQuery = Partial<QueryOf<typeof downloadTokens>>

/** What was asked, with its instants as milliseconds UTC. */
export type TokenFilter = Omit<TokenQuery, 'expiresBefore' | 'createdAfter' | 'createdBefore' | 'unusedSince'> & {
  readonly ownerId?: string | undefined
  readonly expiresBefore?: number | undefined
  readonly createdAfter?: number | undefined
  readonly createdBefore?: number | undefined
  readonly unusedSince?: number | undefined
  readonly now: number
}

/** @throws Problem 400 naming the parameter that is no instant */
export const tokenFilterOf = (query: TokenQuery, now: number): TokenFilter => ({
  ...query,
  expiresBefore: instantOf('expiresBefore', query.expiresBefore),
  createdAfter: instantOf('createdAfter', query.createdAfter),
  createdBefore: instantOf('createdBefore', query.createdBefore),
  unusedSince: instantOf('unusedSince', query.unusedSince),
  now,
})

const SEARCHED = ['c.name', 'c.description', 's.last4', 'u.email', 'u.name'] as const

const escapeLike = (text: string) => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

const searching = (query: string): Condition => {
  const part = `%${escapeLike(query)}%`
  return sql`(${sql.join(
    SEARCHED.map(column => sql`lower(${sql.ref(column)}) like ${part} escape '\\'`),
    sql` or `,
  )})`
}

export const isLive = (now: number): Condition =>
  sql`(c.ended_at is null and (c.expires_at is null or c.expires_at > ${now}))`

const inState = (state: TokenFilter['state'], now: number): Condition[] => {
  if (state === 'all') return []
  return [state === 'ended' ? sql`(c.ended_at is not null or c.expires_at <= ${now})` : isLive(now)]
}

const when = <Value>(value: Value | undefined, condition: (value: Value) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)]

/** All of them must hold. */
export const conditionsOf = (filter: TokenFilter): Condition[] => [
  ...inState(filter.state, filter.now),
  ...when(filter.query || undefined, searching),
  ...when(filter.ownerId, id => sql`c.owner_id = ${id}`),
  ...when(filter.owner || undefined, who => sql`(u.id = ${who} or u.email = ${who.trim().toLowerCase()})`),
  ...when(filter.expiresBefore, at => sql`c.expires_at < ${at}`),
  ...when(filter.createdAfter, at => sql`c.created_at >= ${at}`),
  ...when(filter.createdBefore, at => sql`c.created_at < ${at}`),
  ...when(filter.unusedSince, at => sql`coalesce(used.last_used_at, c.created_at) < ${at}`),
  ...when(filter.neverUsed, never => (never ? sql`used.cid is null` : sql`used.cid is not null`)),
  ...when(filter.readOnly, only => sql`c.read_only = ${only ? 1 : 0}`),
  ...when(filter.noExpiry, none => (none ? sql`c.expires_at is null` : sql`c.expires_at is not null`)),
]
