/** IP addresses and CIDR ranges. */
import { BlockList, isIP } from 'node:net'
import { networkOf } from './limits.ts'
import { boundedMap } from './windows.ts'

/** An IP address or a CIDR range. */
export const isRange = (range: string): boolean => {
  try {
    add(new BlockList(), range)
    return true
  } catch {
    return false
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const add = (list: BlockList, range: string) => {
  const [address = '', prefix, ...rest] = range.split('/')
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) throw new RangeError(range)
  if (prefix === undefined) return list.addAddress(address, familyOf(address))
  list.addSubnet(address, /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1, familyOf(address))
}

const listOf = (ranges: string) => {
  const list = new BlockList()
  for (const range of ranges.split(',')) add(list, range)
  return list
}

const remembered = boundedMap<BlockList>(1000)

const rememberedList = (ranges: string) => {
  const known = remembered.get(ranges)
  if (known) return known
  const made = listOf(ranges)
  remembered.set(ranges, made)
  return made
}

const MAPPED = /^::ffff:(?=\d+\.)/i

/** Whether the address is in one of `ranges`, comma-separated. An IPv4 address counts as such however a socket writes it. */
export const isWithin = (address: string, ranges: string): boolean => {
  const plain = address.replace(MAPPED, '')
  return isIP(plain) !== 0 && rememberedList(ranges).check(plain, familyOf(plain))
}

const rangeAround = (address: string): string => {
  const plain = address.replace(MAPPED, '')
  if (isIP(plain) === 4) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (isIP(plain) === 6) return `${networkOf(plain).split(':').slice(0, 3).join(':')}::/48`
  return plain
}

const knownRanges = boundedMap<string>(5000)

/** The range that one network usually has: a /24, or of IPv6 a /48. Anything else stays as it is. */
export const rangeOf = (address: string): string => {
  const known = knownRanges.get(address)
  if (known !== undefined) return known
  const range = rangeAround(address)
  knownRanges.set(address, range)
  return range
}
