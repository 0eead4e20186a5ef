import type { Next, Request, Response, Server } from 'restify'
import type { Log } from '#platform/base/log.ts'
import { addHealth, type Health } from './health.ts'
import { answer, closeServer, listen, makeServer } from './server.ts'

/** The server from the first moment on, when the greater part of the program is still being loaded. */
export interface Door {
  server: Server
  /** Resolves with the port, the same for every call. Rejects if it is taken. */
  listen(address: { port: number; host: string }): Promise<number>
  /** From now on every route is reached, and these are asked for `/readyz`. */
  open(health: Health): void
  close(): Promise<void>
}

/** Says that it lives and that it is not ready; whoever wants anything else is asked to come again. */
export function makeDoor(log: Log): Door {
  const server = makeServer({ log })
  let health: Health | undefined
  let port: Promise<number> | undefined
  server.pre((request: Request, response: Response, next: Next) => {
    if (health || isAboutHealth(request)) return next()
    response.setHeader('Retry-After', '1')
    answer(response, 503)
    next(false)
  })
  addHealth(server, () => health ?? closed)
  return {
    server,
    listen: (address) => {
      port ??= listen(server, address)
      return port
    },
    open: (checked) => {
      health = checked
    },
    close: () => closeServer(server),
  }
}

const isAboutHealth = ({ url = '' }: Request): boolean => /^\/(healthz|readyz)(\?|$)/.test(url)

const closed: Health = {
  checks: {
    started: async () => {
      throw new Error('starting')
    },
  },
}
