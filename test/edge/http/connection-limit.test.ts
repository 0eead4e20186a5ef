import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import { expect, it } from 'vitest'
import { limitConnections } from '#edge/http/connection-limit.ts'

class Connection extends EventEmitter {
  destroyed = false
  readonly remoteAddress: string
  constructor(remoteAddress: string) {
    super()
    this.remoteAddress = remoteAddress
  }
  destroy() {
    this.destroyed = true
    this.emit('close')
  }
}

/** Connects from these addresses in turn; `false` for each that was closed for a later one. */
function connectFrom(addresses: readonly string[]): boolean[] {
  const server = new EventEmitter()
  limitConnections(server as unknown as Server, { connections: 6, perAddress: 2 })
  const connections = addresses.map((address) => {
    const connection = new Connection(address)
    server.emit('connection', connection)
    return connection
  })
  return connections.map(({ destroyed }) => !destroyed)
}

it.each(['203.0.113.7', '2001:db8::7', '::ffff:203.0.113.7'])(
  '%s gets two connections at a time',
  (address) => {
    expect(connectFrom(['198.51.100.1', address, address, address])).toEqual([true, false, true, true])
  },
)

it.each(['127.0.0.1', '::1', '10.1.2.3', '::ffff:192.168.0.9', 'fd00::1'])(
  '%s can be a proxy and gets all',
  (address) => {
    expect(connectFrom(Array(7).fill(address))).toEqual([false, true, true, true, true, true, true])
  },
)

it('counts only connections that are open', () => {
  const server = new EventEmitter()
  limitConnections(server as unknown as Server, { connections: 6, perAddress: 2 })
  const open = () => {
    const connection = new Connection('203.0.113.7')
    server.emit('connection', connection)
    return connection
  }
  const [first, second] = [open(), open()]
  first.emit('close')
  open()
  expect(second.destroyed).toBe(false)
})

it.each([
  [
    'addresses of one /64',
    '2001:db8:1:2::7',
    '2001:db8:1:2:ffff:ffff:ffff:ffff',
    '2001:0DB8:0001:0002::9%eth0',
  ],
  ['one IPv4 address on both kinds of socket', '203.0.113.7', '::ffff:203.0.113.7', '::ffff:cb00:7107'],
  [
    'addresses whose zeros are left out in the prefix',
    '2001:db8::1',
    '2001:db8::2:0:0:1',
    '2001:db8:0:0:5::',
  ],
])('counts %s together', (_, ...addresses) => {
  expect(connectFrom(['198.51.100.1', ...addresses])).toEqual([true, false, true, true])
})

it('counts neighboring networks apart', () => {
  const addresses = [
    '2001:db8:1:1::7',
    '2001:db8:1:2::7',
    '2001:db8:1:3::7',
    '::ffff:203.0.113.7',
    '203.0.113.8',
  ]
  expect(connectFrom(addresses)).toEqual(addresses.map(() => true))
})
