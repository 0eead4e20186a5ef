import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionLimit {
  /** Closes every idle connection at once, and each other one after its response. */
  end(): void
}

/**
 * Limits the connections of a server: one more than `most` closes the one that has been idle the longest. Also stops the
 * server at once: Node alone waits for keep-alive timeouts, and forever for connections that browsers preconnect.
 */
export function limitConnections(server: Server, most: number): ConnectionLimit {
  const sockets = new Set<Socket>()
  /** Connections that have not sent a request yet; slow clients are among them. */
  const silent = new Set<Socket>()
  const underWay = new Map<ServerResponse, Socket>()
  let ending = false
  const findIdle = (): Socket | undefined => {
    const [longest] = silent
    const busy = longest ? undefined : new Set(underWay.values())
    return longest ?? [...sockets].find((socket) => !busy?.has(socket))
  }
  server.on('connection', (socket) => {
    sockets.add(socket)
    silent.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      silent.delete(socket)
    })
    if (sockets.size > most) findIdle()?.destroy()
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    silent.delete(socket)
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
      // Signals the client not to reuse the connection.
      for (const response of underWay.keys())
        if (!response.headersSent) response.setHeader('Connection', 'close')
    },
  }
}
