/** Filters for the list of all personal tokens. */
import * as T from 'typebox'

const instant = (what: string) =>
  T.Optional(T.String({ maxLength: 64, description: `${what}: an instant, in UTC without an offset` }))
const flag = (description: string) => T.Optional(T.Boolean({ description }))

export const tokenFilters = {
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
