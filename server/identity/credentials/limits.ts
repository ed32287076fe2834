/** The limits of a personal token: what people choose, what is stored, and what makes a token able to do more. Pure. */

import { isPermission, type Permission } from '../../../contract/core/permissions.ts'
import type { Limits, LimitsChoice } from '../../../contract/identity/limits.ts'
import { isRange, isWithin } from '../../core/callers/ranges.ts'
import { badRequest, conflict } from '../../core/problems/problems.ts'
import type { StoredLimits } from './credentials.ts'

/** What is known of the person who chooses. */
export type Chooser = { readonly permissions: ReadonlySet<Permission>; readonly address: string }

const partsOf = (text: string | null) => (text === null ? null : text.split(','))

const storedPermissions = (chosen: readonly Permission[], { permissions }: Chooser) => {
  if (!chosen.some(permission => permissions.has(permission)))
    throw badRequest('limits.permissions: you hold none of these permissions.', 'limits.permissions')
  return [...new Set(chosen)].sort().join(',')
}

const storedRanges = (chosen: readonly string[], { address }: Chooser, withoutMe: boolean) => {
  const ranges = chosen.map(range => range.trim().toLowerCase())
  const wrong = ranges.find(range => !isRange(range))
  if (wrong !== undefined)
    throw badRequest(
      `limits.addressRanges: ${wrong} isn't an address or range (for example 10.0.0.0/8).`,
      'limits.addressRanges',
    )
  const stored = [...new Set(ranges)].join(',')
  if (!withoutMe && !isWithin(address, stored))
    throw conflict(
      `These ranges exclude ${address}, your current address. Add it, or confirm that you want to exclude it.`,
      'limits.addressRanges',
    )
  return stored
}

/**
 * What is left out of `choice` stays as in `before`.
 * @throws Problem 400 naming the field, for limits that leave nothing or ranges that are none; 409 for ranges that leave out the chooser
 */
export const chooseLimits = (
  before: StoredLimits,
  choice: LimitsChoice | undefined,
  chooser: Chooser,
): StoredLimits => {
  if (!choice) return before
  const { readOnly, permissions, addressRanges, withoutMyAddress = false } = choice
  return {
    read_only: readOnly === undefined ? before.read_only : readOnly ? 1 : 0,
    allowed_permissions: permissions
      ? storedPermissions(permissions, chooser)
      : kept(permissions, before.allowed_permissions),
    address_ranges: addressRanges
      ? storedRanges(addressRanges, chooser, withoutMyAddress)
      : kept(addressRanges, before.address_ranges),
  }
}

/** The limits out of a row that has more. */
export const pickLimits = ({ read_only, allowed_permissions, address_ranges }: StoredLimits): StoredLimits => ({
  read_only,
  allowed_permissions,
  address_ranges,
})

/** `undefined` keeps, `null` clears. */
const kept = (asked: null | undefined, before: string | null) => (asked === null ? null : before)

const isWider = (before: string | null, after: string | null) => {
  const [old, now] = [partsOf(before), partsOf(after)]
  return old !== null && (now === null || now.some(one => !old.includes(one)))
}

/** Whether the token may do more after the change; a range that is new counts as more, whatever it lies in. */
export const areWider = (before: StoredLimits, after: StoredLimits) =>
  (before.read_only === 1 && after.read_only === 0) ||
  isWider(before.allowed_permissions, after.allowed_permissions) ||
  isWider(before.address_ranges, after.address_ranges)

export const presentLimits = (row: StoredLimits): Limits => ({
  readOnly: row.read_only === 1,
  permissions: partsOf(row.allowed_permissions)?.filter(isPermission) ?? null,
  addressRanges: partsOf(row.address_ranges),
})
