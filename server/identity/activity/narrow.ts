/**
 * The least limits that a token needs for what it did: worked out from its recorded activity, never from what it could do. Everything
 * that was let in counts, whatever it answered. Where the record has gaps, nothing is proposed.
 */
import type { OperationSpec } from '../../../contract/core/operation.ts'
import { PERSONAL_TOKEN, PUBLIC } from '../../../contract/core/operation.ts'
import { isPermission, PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { Limits } from '../../../contract/identity/limits.ts'
import { NARROWING_DAYS } from '../../../contract/identity/narrowing.ts'
import { isWithin, MOST_LISTED_ADDRESSES, rangesAround } from '../../core/callers/ranges.ts'
import type { Db } from '../../core/db/database.ts'
import { OTHERS } from '../../core/db/waiting.ts'

const DAY = 86_400_000
export const NARROWING_MS = NARROWING_DAYS * DAY

/** Calls that were let in, of one kind from one address. */
export type Called = {
  readonly method: string
  readonly route: string
  readonly operation: string | null
  readonly address: string
  readonly count: number
  readonly first_at: number
  readonly last_at: number
}

/** What an operation needs of the token that calls it. */
export type Need = {
  readonly permission: Permission | undefined
  readonly changes: boolean
  /** `all`: its outcome depends on every permission. */
  readonly also: readonly Permission[] | 'all'
}

export const readCalled = async (db: Db, cid: string, now: number): Promise<Called[]> => {
  const rows = await db
    .selectFrom('token_uses')
    .select(['method', 'route', 'operation', 'address'])
    .select(eb => [
      eb.fn.sum<number>('count').as('count'),
      eb.fn.min('first_at').as('first_at'),
      eb.fn.max('last_at').as('last_at'),
    ])
    .where('cid', '=', cid)
    .where('day', '>=', now - NARROWING_MS)
    .where('reason', 'is', null)
    .groupBy(['method', 'route', 'operation', 'address'])
    .orderBy('last_at', 'desc')
    .execute()
  return rows.map(({ count, first_at, last_at, ...row }) => ({
    ...row,
    count: Number(count),
    first_at: Number(first_at),
    last_at: Number(last_at),
  }))
}

/** Whether calls of unknown bearers were counted together, because there were too many to tell apart. */
export const wereFolded = async (db: Db, now: number): Promise<boolean> => {
  const row = await db
    .selectFrom('token_uses')
    .select('id')
    .where('cid', '=', OTHERS)
    .where('day', '>=', now - NARROWING_MS)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Of an address at which there is no operation, nothing is needed. */
export const needOf = (operation: OperationSpec | undefined): Need => {
  if (!operation || operation.needs === PUBLIC) return { permission: undefined, changes: false, also: [] }
  const { permission, credential } = operation.needs
  return {
    permission,
    // what a token does about itself is open to read-only tokens
    changes: operation.writes === true && credential !== PERSONAL_TOKEN,
    also: operation.alsoUses ?? [],
  }
}

export type Use = Called & { readonly need: Need }

const narrowedPermissions = (uses: readonly Use[], { permissions }: Limits, held: readonly Permission[]) => {
  const now = permissions ? held.filter(one => permissions.includes(one)) : held
  if (uses.some(({ need }) => need.also === 'all')) return permissions
  const used = new Set(uses.flatMap(({ need: { permission, also } }) => [permission, ...(also === 'all' ? [] : also)]))
  const least = now.filter(one => used.has(one))
  // a list can't be empty: a token that needs no permission keeps those it has
  return least.length === 0 || least.length === now.length ? permissions : least
}

const narrowedRanges = (uses: readonly Use[], { addressRanges }: Limits): string[] | null => {
  const addresses = [...new Set(uses.map(({ address }) => address))]
  if (addresses.length === 0) return addressRanges
  if (addressRanges) return addressRanges.filter(range => addresses.some(address => isWithin(address, range)))
  const ranges = addresses.length > MOST_LISTED_ADDRESSES ? rangesAround(addresses) : addresses
  return ranges.length > MOST_LISTED_ADDRESSES ? null : ranges
}

/** @param held what the owner holds */
export const proposed = (uses: readonly Use[], current: Limits, held: readonly Permission[]): Limits => {
  if (uses.length === 0) return current
  return {
    readOnly: current.readOnly || !uses.some(({ need }) => need.changes),
    permissions: narrowedPermissions(uses, current, held),
    addressRanges: narrowedRanges(uses, current),
  }
}

/** Why these limits would have refused the calls, as a sentence; undefined where they would not. */
export const refusedBy = (
  { readOnly, permissions, addressRanges }: Limits,
  { need, address }: Use,
): string | undefined => {
  if (addressRanges && !isWithin(address, addressRanges.join(','))) return `It was called from ${address}.`
  if (need.permission && permissions && !permissions.includes(need.permission))
    return `It requires ${PERMISSIONS[need.permission].name}.`
  return readOnly && need.changes ? 'It changes something.' : undefined
}

export const permissionsIn = (texts: readonly string[]): Permission[] => texts.filter(isPermission)

/** Why nothing can be proposed, as sentences. */
export const gapsIn = (
  called: readonly Called[],
  { isFolded, isKnown }: { isFolded: boolean; isKnown: (one: Called) => boolean },
) => [
  ...(called.some(({ address }) => address === OTHERS)
    ? ['On some days the token was used in so many ways that its addresses were not all recorded.']
    : []),
  ...(called.every(isKnown) ? [] : ['It called an operation that this version no longer has.']),
  ...(isFolded ? ['The server was so busy that some calls were recorded without their token.'] : []),
]
