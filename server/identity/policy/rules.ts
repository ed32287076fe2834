/** What the workspace's policy asks of personal tokens. Pure: a token is checked where it is created or may do more, or longer. */
import type { PolicyRule } from '../../../contract/identity/policy.ts'
import { badRequest, forbidden, type Problem } from '../../core/problems/problems.ts'
import type { Expiry } from '../credentials/expiry.ts'

export type Policy = {
  /** Ids of roles. */
  readonly rolesOff: readonly string[]
  readonly longestDays: number | null
  readonly expiryRequired: boolean
  readonly idleDays: number | null
  readonly mostTokens: number | null
  readonly readOnlyRoles: readonly string[]
  readonly deviceSignIn: boolean
  readonly version: number
}

export const NO_POLICY: Policy = {
  rolesOff: [],
  longestDays: null,
  expiryRequired: false,
  idleDays: null,
  mostTokens: null,
  readOnlyRoles: [],
  deviceSignIn: true,
  version: 1,
}

export type OwnerRole = { readonly id: string; readonly name: string }

export const DAY_MS = 86_400_000
/** So long before an idle token ends its owner is warned. */
export const WARNED_BEFORE_MS = 7 * DAY_MS

const namesOf = (roles: readonly OwnerRole[]) => [...new Set(roles.map(({ name }) => name))].join(', ')

/** Every role is switched off; does not apply to people without any role. */
export const isSwitchedOff = ({ rolesOff }: Policy, roles: readonly OwnerRole[]) =>
  roles.length > 0 && roles.every(({ id }) => rolesOff.includes(id))

/** The roles because of which tokens must be read-only. */
const readOnlyRolesOf = ({ readOnlyRoles }: Policy, roles: readonly OwnerRole[]) =>
  roles.filter(({ id }) => readOnlyRoles.includes(id))

export const mustBeReadOnly = (policy: Policy, roles: readonly OwnerRole[]) => readOnlyRolesOf(policy, roles).length > 0

export const mustExpire = ({ expiryRequired, longestDays }: Policy) => expiryRequired || longestDays !== null

export type Day = { readonly lastDay: string; readonly timeZone: string; readonly expiresAt: number }

/** The latest answers of `longestExpiry`, for one instant: a survey asks for the same few zones 100,000 times. */
let remembered = { days: 0, now: 0, byZone: new Map<string, Day>() }

/** The longest that a token may work from today: days of the zone's calendar, whatever hours they have. Without a zone, UTC's. */
export const longestExpiry = (days: number, zone: string | null, now: number): Day => {
  const timeZone = zone ?? 'UTC'
  if (remembered.days !== days || remembered.now !== now) remembered = { days, now, byZone: new Map() }
  const known = remembered.byZone.get(timeZone) ?? computedExpiry(days, timeZone, now)
  remembered.byZone.set(timeZone, known)
  return known
}

const computedExpiry = (days: number, timeZone: string, now: number): Day => {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const end = today.add({ days: days + 1 }).toZonedDateTime({ timeZone })
  const lastDay = end.subtract({ milliseconds: 1 }).toPlainDate().toString()
  return { lastDay, timeZone, expiresAt: end.epochMilliseconds }
}

const isTooLong = ({ longestDays }: Policy, { expiresAt, timeZone }: Omit<Expiry, 'lastDay'>, now: number) =>
  longestDays !== null && (expiresAt === null || expiresAt > longestExpiry(longestDays, timeZone, now).expiresAt)

const sayDay = (day: string) =>
  new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${day}T12:00:00Z`),
  )

const tooLong = (days: number, zone: string | null, now: number) =>
  badRequest(
    `expirationDate: Your workspace allows up to ${days === 1 ? '1 day' : `${days} days`} (until ${sayDay(longestExpiry(days, zone, now).lastDay)}).`,
    'expirationDate',
  )

export const switchedOffReason = (roles: readonly OwnerRole[]) =>
  `Your workspace has turned off personal tokens for ${namesOf(roles)}. Contact an administrator.`

export const tooManyReason = (most: number) =>
  `Your workspace allows up to ${most === 1 ? '1 token' : `${most} tokens`} per person. Revoke one first.`

/** What a token is to be; what is left out is not being chosen, and not checked. */
export type Wanted = {
  /** Of the owner; rules on roles don't apply to people without any. */
  readonly roles: readonly OwnerRole[]
  readonly expiry?: Omit<Expiry, 'lastDay'>
  readonly readOnly?: boolean
  /** The owner's other active tokens. */
  readonly liveTokens?: number
}

const refusalOf = (
  policy: Policy,
  { roles, expiry, readOnly, liveTokens }: Wanted,
  now: number,
): Problem | undefined => {
  if (isSwitchedOff(policy, roles)) return forbidden(switchedOffReason(roles))
  if (liveTokens !== undefined && policy.mostTokens !== null && liveTokens >= policy.mostTokens)
    return badRequest(tooManyReason(policy.mostTokens))
  if (expiry && policy.longestDays !== null && isTooLong(policy, expiry, now))
    return tooLong(policy.longestDays, expiry.timeZone, now)
  if (expiry && expiry.expiresAt === null && mustExpire(policy))
    return badRequest('expirationDate: Your workspace requires an expiration date for every token.', 'expirationDate')
  if (readOnly === false && mustBeReadOnly(policy, roles))
    return badRequest(
      `limits.readOnly: Your workspace requires tokens of ${namesOf(readOnlyRolesOf(policy, roles))} to be read-only.`,
      'limits.readOnly',
    )
  return undefined
}

/** @throws Problem 403 where tokens are switched off for all the owner's roles, else 400 naming the field */
export const checkAgainstPolicy = (policy: Policy, wanted: Wanted, now: number) => {
  const refusal = refusalOf(policy, wanted, now)
  if (refusal) throw refusal
}

/** An active token as the policy sees it. */
export type PolicyToken = {
  readonly expires_at: number | null
  readonly time_zone: string | null
  readonly read_only: 0 | 1
  readonly created_at: number
  readonly last_used_at: number | null
  /** Of its owner. */
  readonly roles: readonly OwnerRole[]
  /** Its index among its owner's active tokens, oldest first. */
  readonly index: number
}

export const idleSince = ({ last_used_at, created_at }: Pick<PolicyToken, 'last_used_at' | 'created_at'>) =>
  last_used_at ?? created_at

/** Which rules a token that exists breaks. */
export const brokenRules = (policy: Policy, token: PolicyToken, now: number): PolicyRule[] => {
  const { idleDays, mostTokens } = policy
  const { roles } = token
  const expiry = { expiresAt: token.expires_at, timeZone: token.time_zone }
  const broken: Record<PolicyRule, boolean> = {
    rolesOff: isSwitchedOff(policy, roles),
    longestDays: isTooLong(policy, expiry, now),
    expiryRequired: policy.expiryRequired && token.expires_at === null,
    readOnlyRoles: token.read_only === 0 && mustBeReadOnly(policy, roles),
    idleDays: idleDays !== null && now - idleSince(token) >= idleDays * DAY_MS,
    mostTokens: mostTokens !== null && token.index >= mostTokens,
  }
  const rules = ['rolesOff', 'longestDays', 'expiryRequired', 'readOnlyRoles', 'idleDays', 'mostTokens'] as const
  return rules.filter(rule => broken[rule])
}

/** What applying the policy does to a token that breaks these rules. */
export type Enforcement = { readonly ends: boolean; readonly shortened: Day | undefined; readonly readOnly: boolean }

export const enforcementFor = (
  { longestDays }: Policy,
  { time_zone, broken }: Pick<PolicyToken, 'time_zone'> & { readonly broken: readonly PolicyRule[] },
  now: number,
): Enforcement => {
  const ends = broken.includes('rolesOff')
  const shortens = !ends && longestDays !== null && broken.includes('longestDays')
  return {
    ends,
    shortened: shortens ? longestExpiry(longestDays, time_zone, now) : undefined,
    readOnly: !ends && broken.includes('readOnlyRoles'),
  }
}

export const touches = ({ ends, shortened, readOnly }: Enforcement) => ends || shortened !== undefined || readOnly
