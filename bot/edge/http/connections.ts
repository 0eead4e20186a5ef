import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Connections {
  /** Closes every connection that nobody waits at, and each other one after its answer. */
  end(): void
}

/**
 * Follows the connections of a server, and keeps their number at `most`: what is one too many costs the place of whoever
 * has been silent the longest, and never of somebody who waits for an answer. Without it the end waits for the idle time of kept-alive connections, and without
 * a limit for those that browsers open in advance and never use.
 */
export function followConnections(server: Server, most: number): Connections {
  const sockets = new Set<Socket>()
  /** Those that have not asked anything yet: slow callers are among them. */
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
      // Tells the other side not to ask anything more here.
      for (const response of underWay.keys())
        if (!response.headersSent) response.setHeader('Connection', 'close')
    },
  }
}
