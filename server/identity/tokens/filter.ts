/** The filters of everybody's tokens, as SQL over the columns of `c` (credentials); what other tables say is looked up where a filter asks. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { ATTENTION } from '../../../contract/identity/token-filters.ts'
import { EXPIRING_DAYS, REFUSED_HOURS, UNUSED_DAYS } from '../../../contract/identity/token-filters.ts'
import type { downloadTokens } from '../../../contract/identity/token-lists.ts'
import { instantOf } from '../../core/problems/instant.ts'
import { LAST_USE } from '../credentials/sorted.ts'
import { storedForms } from '../emails/comparable.ts'

type Condition = RawBuilder<SqlBool>
export type TokenQuery = Partial<QueryOf<typeof downloadTokens>>

export type Attention = (typeof ATTENTION)[number]

const HOUR = 3_600_000
const DAY = 24 * HOUR

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

const escapeLike = (text: string) => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

const LAST4 = 4

/** The last four characters are looked through only for what may be part of them. */
const withLast4 = (query: string, part: string): Condition[] => {
  if (query.length > LAST4) return []
  const end = query.length === LAST4 ? sql`= ${query.toLowerCase()}` : sql`like ${part} escape '\\'`
  return [sql`c.cid in (select cid from secrets where is_current = 1 and lower(last4) ${end})`]
}

const searching = (query: string): Condition => {
  const part = `%${escapeLike(query)}%`
  const like = sql`like ${part} escape '\\'`
  const alternatives = [
    sql`lower(c.name) ${like}`,
    sql`lower(c.description) ${like}`,
    sql`c.owner_id in (select id from users where email ${like} or lower(name) ${like})`,
    ...withLast4(query, part),
  ]
  return sql`(${sql.join(alternatives, sql` or `)})`
}

export const isLive = (now: number): Condition =>
  sql`(c.ended_at is null and (c.expires_at is null or c.expires_at > ${now}))`

/** Refused calls matter whatever became of the token: what still sends it must change. */
const inState = ({ attention, state = attention === 'refused' ? 'all' : 'active', now }: TokenFilter): Condition[] => {
  if (state === 'all') return []
  return [state === 'ended' ? sql`(c.ended_at is not null or c.expires_at <= ${now})` : isLive(now)]
}

const when = <Value>(value: Value | undefined, condition: (value: Value) => Condition): Condition[] =>
  value === undefined ? [] : [condition(value)]

/** What each card above a list counts and shows, beside the state of the tokens. */
const attentionOf = (attention: Attention, { now, ownerId }: TokenFilter): Condition => {
  const since = now - REFUSED_HOURS * HOUR
  const recently = sql`day >= ${since - (since % DAY)} and reason is not null and last_at >= ${since}`
  const conditions: Record<Attention, () => Condition> = {
    expiring: () => sql`c.expires_at <= ${now + EXPIRING_DAYS * DAY}`,
    unused: () => sql`coalesce(${LAST_USE}, c.created_at) < ${now - UNUSED_DAYS * DAY}`,
    // of few tokens each is looked up, of many the refused calls are
    refused: () =>
      ownerId === undefined
        ? sql`c.cid in (select cid from token_uses where ${recently})`
        : sql`exists (select 1 from token_uses r where r.cid = c.cid and ${recently})`,
    rotating: () => sql`c.cid in (select p.cid from secrets p where p.is_current = 0 and p.dies_at > ${now})`,
  }
  return conditions[attention]()
}

/** All of them must hold. */
export const conditionsOf = (filter: TokenFilter): Condition[] => [
  ...inState(filter),
  ...when(filter.attention, attention => attentionOf(attention, filter)),
  ...when(filter.query || undefined, searching),
  ...when(filter.ownerId, id => sql`c.owner_id = ${id}`),
  ...when(
    filter.owner || undefined,
    who => sql`c.owner_id in (select id from users where id = ${who} or email in (${sql.join(storedForms(who))}))`,
  ),
  ...when(filter.expiresBefore, at => sql`c.expires_at < ${at}`),
  ...when(filter.createdAfter, at => sql`c.created_at >= ${at}`),
  ...when(filter.createdBefore, at => sql`c.created_at < ${at}`),
  ...when(filter.unusedSince, at => sql`coalesce(${LAST_USE}, c.created_at) < ${at}`),
  ...when(filter.neverUsed, never => (never ? sql`${LAST_USE} is null` : sql`${LAST_USE} is not null`)),
  ...when(filter.readOnly, only => sql`c.read_only = ${only ? 1 : 0}`),
  ...when(filter.noExpiry, none => (none ? sql`c.expires_at is null` : sql`c.expires_at is not null`)),
]
