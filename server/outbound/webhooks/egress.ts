/** Which addresses the server may call: those of the internet, and of its own network only what the settings allow. */
import { BlockList, isIP } from 'node:net'

export type Address = { readonly address: string; readonly family: number }

/** Private, loopback, link-local (with the metadata of clouds), shared, reserved, multicast: IANA's special-purpose registry. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32', // Azure's host
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of IPv6 only global unicast is public, and of that neither tunnels that lead to any IPv4 address nor documentation. */
const GLOBAL_6 = ['2000::/3']
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

export const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const isV4 = isIP(address) === 4
    list.addSubnet(address, prefix === undefined ? (isV4 ? 32 : 128) : Number(prefix), isV4 ? 'ipv4' : 'ipv6')
  }
  return list
}

const notPublic4 = listOf(NOT_PUBLIC_4)
const global6 = listOf(GLOBAL_6)
const notPublic6 = listOf(NOT_PUBLIC_6)

/** IPv4 in IPv6's clothes (`::ffff:10.0.0.1`) is the IPv4 address it leads to. */
const plain = (address: string): string | undefined => {
  if (isIP(address) === 4) return address
  if (!URL.canParse(`http://[${address}]/`)) return undefined // also an address with a zone
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text)
  if (!mapped) return text
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

const isPublic = (address: string) =>
  isIP(address) === 4
    ? !notPublic4.check(address, 'ipv4')
    : global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6')

export type Egress = {
  /** Named in PORTICO_EGRESS_ALLOW. */
  isAllowed(address: string): boolean
  /** Public, or named there. */
  isReachable(address: string): boolean
}

export const egressOf = (allow: readonly string[]): Egress => {
  const allowed = listOf(allow)
  const isAllowed = (address: string) => {
    const text = plain(address)
    return text !== undefined && allowed.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6')
  }
  const isReachable = (address: string) => {
    const text = plain(address)
    return text !== undefined && (isPublic(text) || isAllowed(address))
  }
  return { isAllowed, isReachable }
}
