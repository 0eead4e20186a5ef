import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Connections {
  /** Closes every connection that nobody waits at, and each other one after its answer. */
  end(): void
}

/**
 * Follows the connections of a server. Without it the end waits for the idle time of kept-alive connections, and without
 * a limit for those that browsers open in advance and never use.
 */
export function followConnections(server: Server): Connections {
  const sockets = new Set<Socket>()
  const underWay = new Map<ServerResponse, Socket>()
  let ending = false
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    underWay.set(response, socket)
    response.on('close', () => {
      underWay.delete(response)
      if (ending) socket.end()
    })
  })
  return {
    end() {
      ending = true
      const busy = new Set(underWay.values())
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
      // Tells the other side not to ask anything more here.
      for (const response of underWay.keys())
        if (!response.headersSent) response.setHeader('Connection', 'close')
    },
  }
}
