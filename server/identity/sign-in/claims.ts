/** What an identity provider says of a person, read carefully. Pure. */
import type { OidcConfig } from '../../config.ts'
import { displayedPart, invisibleFault } from '../../core/names/displayed.ts'
import { comparableEmail } from '../emails/comparable.ts'

export type Claims = {
  readonly issuer: string
  readonly subject: string
  /** In the form that emails are compared in; undefined unless it looks like one. */
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly name: string | undefined
  /** Undefined when the claim is missing, which changes nothing; empty when the person is in no group. */
  readonly groups: readonly string[] | undefined
}

type Raw = Readonly<Record<string, unknown>>

const LONGEST_NAME = 120
const LONGEST_EMAIL = 254
const EMAIL = /^[^\s@<>(),;:"\\\p{Cc}]+@[^\s@<>(),;:"\\\p{Cc}]+\.[^\s@<>(),;:"\\\p{Cc}]+$/u

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A claim by its name, or by a path with dots such as `realm_access.roles`. */
const claimAt = (raw: Raw, name: string): unknown => {
  if (Object.hasOwn(raw, name)) return raw[name]
  let value: unknown = raw
  for (const part of name.split('.')) value = isRaw(value) && Object.hasOwn(value, part) ? value[part] : undefined
  return value
}

const textAt = (raw: Raw, name: string) => {
  const value = raw[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

const emailFrom = (raw: Raw) => {
  const given = textAt(raw, 'email')
  if (given === undefined || given.length > LONGEST_EMAIL) return undefined
  const email = comparableEmail(given)
  return email.length <= LONGEST_EMAIL && EMAIL.test(email) && invisibleFault(email) === undefined ? email : undefined
}

const nameFrom = (raw: Raw) => {
  const parts = [textAt(raw, 'given_name'), textAt(raw, 'family_name')].filter(part => part !== undefined)
  const name = textAt(raw, 'name') ?? (parts.join(' ') || textAt(raw, 'preferred_username'))
  return name === undefined ? undefined : displayedPart(name.slice(0, LONGEST_NAME))
}

const groupsFrom = (raw: Raw, claim: string | undefined): readonly string[] | undefined => {
  const value = claim === undefined ? undefined : claimAt(raw, claim)
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter(group => typeof group === 'string') : undefined
}

/** Whether the ID token leaves something out that the userinfo endpoint may say. */
export const needsUserInfo = (raw: Raw, { groupsClaim }: Pick<OidcConfig, 'groupsClaim'>): boolean =>
  raw.email === undefined ||
  raw.email_verified === undefined ||
  nameFrom(raw) === undefined ||
  (groupsClaim !== undefined && claimAt(raw, groupsClaim) === undefined)

export const claimsFrom = (raw: Raw, issuer: string, { groupsClaim }: Pick<OidcConfig, 'groupsClaim'>): Claims => ({
  issuer,
  subject: String(raw.sub),
  email: emailFrom(raw),
  emailVerified: raw.email_verified === true || raw.email_verified === 'true',
  name: nameFrom(raw),
  groups: groupsFrom(raw, groupsClaim),
})
