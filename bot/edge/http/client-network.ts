import { isIPv6 } from 'node:net'

/** As the URL standard writes the addresses that are IPv4 ones on an IPv6 socket. */
const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/**
 * What counts as one caller: an IPv4 address, also as it arrives on an IPv6 socket, or the first 64 bits of an IPv6 address, of
 * which a customer of a provider has all others.
 */
export function clientNetwork(address: string): string {
  const [bare = ''] = address.split('%', 1)
  if (!isIPv6(bare)) return address
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [, high, low] = mapped.exec(text) ?? []
  if (high !== undefined && low !== undefined) return [high, low].flatMap(bytesOf).join('.')
  const [start = '', end] = text.split('::', 2).map((part) => part.split(':').filter(Boolean))
  const missing = end === undefined ? 0 : 8 - start.length - end.length
  const groups = [...start, ...Array<string>(missing).fill('0'), ...(end ?? [])]
  return `${groups.slice(0, 4).join(':')}::/64`
}

function bytesOf(group: string): number[] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 255]
}
