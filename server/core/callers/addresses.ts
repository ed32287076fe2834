/** Addresses of callers, in one form everywhere: what counts a guess, matches a range or names a place must not depend on who wrote it. */
import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'
import { boundedMap } from './windows.ts'

/** What stands for text that is no address: all of it counts as one caller. */
export const UNKNOWN_ADDRESS = 'unknown'

const BRACKETED = /^\[([^\]]*)\](?::\d{1,5})?$/
const WITH_PORT = /^([^:]+):\d{1,5}$/

const normalized = (text: string): string => {
  const plain = text.trim().replace(/^"(.*)"$/, '$1')
  const bare = BRACKETED.exec(plain)?.[1] ?? WITH_PORT.exec(plain)?.[1] ?? plain
  const address = bare.replace(/%[^%]*$/, '')
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : UNKNOWN_ADDRESS
}

const LONGEST = 100
const known = boundedMap<string>(10_000)

/**
 * One text for one address: without port, brackets, quotes and zone, IPv4 as such also where it is mapped into IPv6, IPv6 shortened and
 * in lower case (RFC 5952). Anything else is `unknown`.
 */
export const normalAddress = (text: string): string => {
  if (text.length > LONGEST) return UNKNOWN_ADDRESS
  const found = known.get(text)
  if (found !== undefined) return found
  const made = normalized(text)
  known.set(text, made)
  return made
}

/** Proxies write what they like (Azure's adds a port); whether one is trusted is decided on the normal form. */
export const normalizeForwarded = (headers: IncomingHttpHeaders) => {
  const forwarded = headers['x-forwarded-for']
  if (forwarded !== undefined)
    headers['x-forwarded-for'] = [forwarded].flat().join().split(',').map(normalAddress).join()
}

/** The address that a request comes from, as far as proxies are trusted. */
export const addressOf = (request: { readonly ip: string }): string => normalAddress(request.ip)

/** Addresses that one stranger controls count as one: an IPv6 address counts by its /64. */
export const networkOf = (address: string): string => {
  const normal = normalAddress(address)
  if (!normal.includes(':')) return normal
  const { parts } = ipaddr.IPv6.parse(normal)
  return parts
    .slice(0, 4)
    .map(part => part.toString(16))
    .join(':')
}
