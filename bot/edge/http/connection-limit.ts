import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { BlockList, isIPv6, type Socket } from 'node:net'
import { clientNetwork } from './client-network.ts'

export interface ConnectionLimit {
  /** Closes every idle connection at once, and each other one after its response. */
  end(): void
}

interface Most {
  /** Of the whole server. */
  connections: number
  /** Of one public address, or of one network of 64 bits with IPv6. Private addresses are those of proxies, behind which are many callers. */
  perAddress: number
}

/**
 * Limits the connections of a server: one more closes the one that has been idle the longest, so that nobody who holds
 * connections open keeps others out. A connection is busy only while the bot owes a response to a request that has
 * arrived completely; one that still sends headers or a body is idle since its last request or response. Also stops
 * the server at once: Node alone waits for keep-alive timeouts, and forever for connections that browsers preconnect.
 */
export function limitConnections(server: Server, most: Most): ConnectionLimit {
  const roster = makeRoster()
  const underWay = new Map<ServerResponse, IncomingMessage>()
  const findBusy = (): Set<Socket> => {
    const owed = [...underWay.values()].filter(({ complete }) => complete)
    return new Set(owed.map(({ socket }) => socket))
  }
  let ending = false
  server.on('connection', (socket) => {
    const { network, count } = roster.add(socket)
    const tooMany = count > most.perAddress && isPublic(socket.remoteAddress ?? '')
    if (tooMany) roster.findLongestIdle(findBusy(), network)?.destroy()
    else if (roster.sockets.size > most.connections) roster.findLongestIdle(findBusy())?.destroy()
  })
  const follow = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request
    roster.touch(socket)
    underWay.set(response, request)
    response.on('close', () => {
      underWay.delete(response)
      roster.touch(socket)
      if (ending) socket.end()
    })
  }
  server.on('request', follow)
  // With `Expect: 100-continue`, which restify handles itself.
  server.on('checkContinue', follow)
  return {
    end() {
      ending = true
      const answered = new Set([...underWay.values()].map(({ socket }) => socket))
      for (const socket of roster.sockets.keys()) if (!answered.has(socket)) socket.destroy()
      // Signals the client not to reuse the connection.
      for (const response of underWay.keys())
        if (!response.headersSent) response.setHeader('Connection', 'close')
    },
  }
}

/** The open connections with their networks; first the one whose last request or response is the oldest. */
function makeRoster() {
  const sockets = new Map<Socket, string>()
  const counts = new Map<string, number>()
  const count = (network: string, change: 1 | -1): number => {
    const now = (counts.get(network) ?? 0) + change
    if (now === 0) counts.delete(network)
    else counts.set(network, now)
    return now
  }
  return {
    sockets,
    add(socket: Socket) {
      const network = clientNetwork(socket.remoteAddress ?? '')
      sockets.set(socket, network)
      socket.on('close', () => {
        sockets.delete(socket)
        count(network, -1)
      })
      return { network, count: count(network, 1) }
    },
    touch(socket: Socket): void {
      const network = sockets.get(socket)
      if (network !== undefined && sockets.delete(socket)) sockets.set(socket, network)
    },
    findLongestIdle(busy: ReadonlySet<Socket>, network?: string): Socket | undefined {
      const isIdle = ([socket, from]: [Socket, string]): boolean =>
        !busy.has(socket) && (network === undefined || from === network)
      return [...sockets].find(isIdle)?.[0]
    },
  }
}

/** Loopback, private and link-local networks: RFC 1122, 1918, 3927, 4193, 4291, and 6598. */
const privateNetworks = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  privateNetworks.addSubnet(network, bits, 'ipv4')
privateNetworks.addAddress('::1', 'ipv6')
privateNetworks.addSubnet('fc00::', 7, 'ipv6')
privateNetworks.addSubnet('fe80::', 10, 'ipv6')

/** IPv4 addresses that arrive on an IPv6 socket are found as such. */
const isPublic = (address: string): boolean =>
  !privateNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
