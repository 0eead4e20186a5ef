import { expect, test } from 'vitest'
import { kindOfAddress } from '#platform/config/public-address.ts'

const of = (kind: string, addresses: readonly string[]) =>
  addresses.map((address) => [address, kind] as const)

test.each([
  ...of('public', ['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:4700::1111']),
  ...of('private', ['127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1']),
  ...of('private', ['::1', 'fd12:3456::1', 'fc00::1', '2001:db8::1', '2002:808:808::1', '2001::1']),
  // Public ones among them, too: nothing in the open Internet is reached by these.
  ...of('private', ['::ffff:8.8.8.8', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1', '::a00:1']),
  ...of('never', [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    'fe80::1',
    'fe80::1%eth0',
  ]),
  ...of('never', ['0.0.0.0', '0.1.2.3', '::', '224.0.0.1', '255.255.255.255', 'ff02::1', '::ffff:0:0']),
  ...of('never', ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254']),
  ...of('never', ['192.0.0.192', '64:ff9b:1::a9fe:a9fe', '2002:a9fe:a9fe::1', '2002:6464:64c8::']),
  ...of('private', ['64:ff9b:1::a00:1', '2002:a00:1::', '2002:a00::1']),
  ...of('never', ['', 'localhost', '1.2.3', '0x7f.1', '2130706433', '1.2.3.4.5', ':::1']),
])('%s is %s', (address, kind) => {
  expect(kindOfAddress(address)).toBe(kind)
})
