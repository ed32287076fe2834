/** Filters for the list of all personal tokens. */
import * as T from 'typebox'
import { sorting } from '../core/sorting.ts'

const instant = (what: string) =>
  T.Optional(T.String({ maxLength: 64, description: `${what}: an instant, in UTC without an offset` }))
const flag = (description: string) => T.Optional(T.Boolean({ description }))

/** What may need a look: the cards above a list of tokens. */
export const ATTENTION = ['expiring', 'unused', 'refused', 'rotating'] as const

/** What each card counts. */
export const EXPIRING_DAYS = 14
export const UNUSED_DAYS = 90
export const REFUSED_HOURS = 24
/** Days that each row shows the calls of. */
export const RECENT_DAYS = 30

export const TOKEN_SORTS = ['created', 'name', 'expires', 'lastUsed'] as const

/** What a person's own list and everybody's have in common. */
export const listOptions = {
  ...sorting(TOKEN_SORTS),
  includeRecent: flag('Include the calls of the last 30 days'),
}

export const attentionFilter = {
  attention: T.Optional(
    T.Enum(ATTENTION, {
      description:
        'Only active tokens that expire within 14 days, that were not used for 90 days, or of which two secrets work; or tokens of any state with calls that were refused in the last 24 hours',
    }),
  ),
}

export const tokenFilters = {
  ...attentionFilter,
  query: T.Optional(T.String({ maxLength: 200, description: 'Part of a name, description, last 4 or owner' })),
  owner: T.Optional(T.String({ maxLength: 254, description: 'The email or identifier of the owner' })),
  expiresBefore: instant('Expires before'),
  createdAfter: instant('Created at or after'),
  createdBefore: instant('Created before'),
  unusedSince: instant('Neither used nor created since this instant'),
  neverUsed: flag('true: never used; false: used at least once'),
  readOnly: flag('true: read-only; false: read and write'),
  noExpiry: flag('true: without an expiration date; false: with an expiration date'),
}
