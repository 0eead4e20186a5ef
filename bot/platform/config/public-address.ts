import { BlockList, isIP, isIPv6 } from 'node:net'

/**
 * `private`: of this machine or a private network. `never`: no receiver has it, whatever a target allows: services of the
 * host that answer whoever reaches them (metadata), link-local addresses, groups, and what isn't an address.
 */
type AddressKind = 'public' | 'private' | 'never'

/** Networks as in the special-purpose registries of IANA. */
const listOf = (subnets: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4')
  }
  return list
}

const never = listOf([
  '0.0.0.0/8',
  // Link-local: among them, the metadata of a cloud.
  '169.254.0.0/16',
  'fe80::/10',
  // Metadata and agents of Azure, AWS, Google, Alibaba, and Oracle outside of it.
  '168.63.129.16/32',
  'fd00:ec2::/32',
  'fd20:ce::254/128',
  '100.100.100.200/32',
  '192.0.0.192/32',
  // Groups and reserved ones.
  '224.0.0.0/3',
  'ff00::/8',
  '::/128',
])

const inside = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
])

/** Global unicast. Everything else of IPv6 is private at best: unique-local, mapped IPv4, translated IPv4. */
const globalV6 = listOf(['2000::/3'])
/** Of these, tunnels that contain IPv4 addresses, and examples. */
const notGlobalV6 = listOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

/** What kind of address this is. A mapped or translated IPv4 address is never public, and is `never` where its own is. */
export function kindOfAddress(text: string): AddressKind {
  const [address = ''] = text.split('%')
  const family = isIP(address)
  if (family === 0) return 'never'
  if (family === 4) return kindOfV4(address)
  // BlockList judges a mapped address by its IPv4 rules, so that each rule is asked with the family it is about.
  const inner = innerV4(address)
  if (inner !== undefined) return kindOfV4(inner) === 'never' ? 'never' : 'private'
  if (never.check(address, 'ipv6')) return 'never'
  return globalV6.check(address, 'ipv6') && !notGlobalV6.check(address, 'ipv6') ? 'public' : 'private'
}

function kindOfV4(address: string): AddressKind {
  if (never.check(address, 'ipv4')) return 'never'
  return inside.check(address, 'ipv4') ? 'private' : 'public'
}

/** The last one is of the own network's translation. */
const embedding = listOf(['::/96', '64:ff9b::/96', '64:ff9b:1::/48'])

/** The IPv4 address at the end of a mapped, compatible, or translated address, or behind 2002 of a tunnel; `::1` has none. */
function innerV4(address: string): string | undefined {
  const full = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? ''
  if (full === '::1' || full === '::') return undefined
  const isTunnel = full.startsWith('2002:')
  if (!isTunnel && !full.startsWith('::ffff:') && !embedding.check(full, 'ipv6')) return undefined
  const groups = isTunnel ? full.split(':').slice(1, 3) : full.split(':').slice(-2)
  const [high = 0, low = 0] = groups.map((group) => Number.parseInt(group || '0', 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}
