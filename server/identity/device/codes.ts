/** The two codes of RFC 8628: one long, kept by the client, one short, typed by a person. Stored are their hashes. */
import { randomInt } from 'node:crypto'
import { hashOf, newOpaqueSecret } from '../../core/secrets/secret.ts'

/** No vowels, so that no word comes up; none that is taken for another (RFC 8628 §6.1). 20^8 codes: 34 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8

export const newDeviceCode = newOpaqueSecret

/** e.g. WDJB-MJHT */
export const newUserCode = (): string => {
  const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}

/** However it was typed. */
export const userHash = (typed: string): string => hashOf(typed.toUpperCase().replace(/[^A-Z0-9]/g, ''))

export const deviceHash = (code: string): string => hashOf(code)
