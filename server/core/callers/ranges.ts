/** IP addresses and CIDR ranges. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { networkOf, normalAddress, UNKNOWN_ADDRESS } from './addresses.ts'
import { boundedMap } from './windows.ts'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

const MAPPED_BITS = 96

/** IPv4 that is mapped into IPv6 is the IPv4 range it leads to. */
const parsed = (range: string): Range | undefined => {
  const [address = '', prefix, ...rest] = range.split('/')
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return undefined
  const base = ipaddr.parse(address)
  const most = base.kind() === 'ipv4' ? 32 : 128
  const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits < 0 || bits > most) return undefined
  const isMapped = base instanceof ipaddr.IPv6 && base.isIPv4MappedAddress() && bits >= MAPPED_BITS
  return isMapped ? [base.toIPv4Address(), bits - MAPPED_BITS] : [base, bits]
}

/** An IP address or a CIDR range. */
export const isRange = (range: string): boolean => parsed(range) !== undefined

const lists = boundedMap<readonly Range[]>(1000)

const listOf = (ranges: string) => {
  const known = lists.get(ranges)
  if (known) return known
  const made = ranges.split(',').flatMap(range => {
    const one = parsed(range)
    return one ? [one] : []
  })
  lists.set(ranges, made)
  return made
}

const covers = ([base, bits]: Range, address: Address) =>
  base instanceof ipaddr.IPv4
    ? address instanceof ipaddr.IPv4 && address.match(base, bits)
    : address instanceof ipaddr.IPv6 && address.match(base, bits)

/** Whether the address, in its normal form, is in one of `ranges`, comma-separated. */
export const isWithin = (address: string, ranges: string): boolean => {
  const normal = normalAddress(address)
  if (normal === UNKNOWN_ADDRESS) return false
  const parsedAddress = ipaddr.parse(normal)
  return listOf(ranges).some(range => covers(range, parsedAddress))
}

/** Addresses and ranges that a person can still look over. */
export const MOST_LISTED_ADDRESSES = 20

const rangeAround = (address: string): string => {
  const normal = normalAddress(address)
  if (isIP(normal) === 4) return `${normal.split('.').slice(0, 3).join('.')}.0/24`
  if (isIP(normal) === 6) return `${networkOf(normal).split(':').slice(0, 3).join(':')}::/48`
  return normal
}

const knownRanges = boundedMap<string>(5000)

/** The range that one network usually has: a /24, or of IPv6 a /48. Anything else is `unknown`. */
export const rangeOf = (address: string): string => {
  const known = knownRanges.get(address)
  if (known !== undefined) return known
  const range = rangeAround(address)
  knownRanges.set(address, range)
  return range
}

/** The networks of these addresses, each once. */
export const rangesAround = (addresses: readonly string[]): string[] => [...new Set(addresses.map(rangeAround))]
