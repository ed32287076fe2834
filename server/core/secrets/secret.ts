/**
 * The format of every bearer secret: prefix, 240 random bits as 41 base62 characters, CRC32 of all before it as 6 more.
 * The checksum throws garbage out before the database is asked and lets scanners tell a secret from a lookalike; it is not security.
 */
import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

export const PREFIXES = { personal: 'portico_pat_', workspace: 'portico_key_' } as const

export type SecretKind = keyof typeof PREFIXES

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const RANDOM_BYTES = 30
const RANDOM_LENGTH = 41
const CHECKSUM_LENGTH = 6

/** Base 62, most significant digit first, left-padded with zeros to `length`. */
const base62 = (value: bigint, length: number): string => {
  let digits = ''
  for (let rest = value; rest > 0n; rest /= 62n) digits = ALPHABET[Number(rest % 62n)] + digits
  return digits.padStart(length, '0')
}

/** On every request, so with plain numbers: they hold 32 bits. */
const checksumOf = (text: string) => {
  let digits = ''
  for (let rest = crc32(text); rest > 0; rest = Math.floor(rest / 62)) digits = ALPHABET[rest % 62] + digits
  return digits.padStart(CHECKSUM_LENGTH, '0')
}

/** A new secret of that kind, 59 characters. `random` is 30 bytes; tests pass their own. */
export const newSecret = (kind: SecretKind, random: Uint8Array = randomBytes(RANDOM_BYTES)): string => {
  const body = PREFIXES[kind] + base62(BigInt(`0x${Buffer.from(random).toString('hex')}`), RANDOM_LENGTH)
  return body + checksumOf(body)
}

const SHAPE = new RegExp(`^(?:${Object.values(PREFIXES).join('|')})[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`)

/** Whether the text could be one of our secrets: shape and checksum. Says nothing about whether it exists. */
export const isWellFormed = (text: string): boolean =>
  SHAPE.test(text) && text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH))

/** What kind of secret the text could be; undefined where it is none of ours. */
export const kindOf = (text: string): SecretKind | undefined => {
  if (!isWellFormed(text)) return undefined
  return text.startsWith(PREFIXES.personal) ? 'personal' : 'workspace'
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether the text could be the UUID of a data webhook, in lower case. */
export const isUuid = (text: string): boolean => UUID.test(text)

const ANY_SECRET = new RegExp(`(${Object.values(PREFIXES).join('|')})[0-9A-Za-z]+`, 'gi')

/** Text that someone sent and that is kept: what has the form of a secret is taken out, for people put one where they should not. */
export const withoutSecrets = (text: string): string => text.replace(ANY_SECRET, '$1(removed)')

const BEGINNING = new RegExp(
  `(?:${Object.values(PREFIXES).join('|')})(?=[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}})`,
  'g',
)
const LENGTH = PREFIXES.personal.length + RANDOM_LENGTH + CHECKSUM_LENGTH

/** Whether the text has a secret anywhere, by shape and checksum: `portico_key_rotation` is only a word. Most texts have no beginning of one. */
export const holdsSecret = (text: string): boolean =>
  text.search(BEGINNING) >= 0 &&
  text.matchAll(BEGINNING).some(({ index }) => isWellFormed(text.slice(index, index + LENGTH)))

/** What is stored instead of a secret: SHA-256 in hex. Plain is right above 112 random bits (ASVS 5.0, 6.5.2). */
export const hashOf = (secret: string): string => hash('sha256', secret)

export const last4Of = (secret: string): string => secret.slice(-4)

/** A secret for one-time links and session cookies: 240 random bits, url-safe, without checksum or prefix. */
export const newOpaqueSecret = (): string => randomBytes(RANDOM_BYTES).toString('base64url')
