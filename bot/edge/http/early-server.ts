import type { Next, Request, Response, Server } from 'restify'
import type { Log } from '#platform/base/log.ts'
import type { GuardOptions } from './guard.ts'
import { addHealth, type Health } from './health.ts'
import { answer, closeServer, listen, makeServer } from './server.ts'

/** Listens before most of the program is loaded. */
export interface EarlyServer {
  server: Server
  /** Resolves with the port, the same one for every call. Rejects if the port is taken. */
  listen(address: { port: number; host: string }): Promise<number>
  /** Opens all routes; from then on, `/readyz` runs these checks. */
  open(health: Health): void
  close(): Promise<void>
}

/** Until it is opened, `/healthz` says alive, `/readyz` not ready, and every other request gets 503 with `Retry-After`. */
export function makeEarlyServer(log: Log, guarding: GuardOptions = {}): EarlyServer {
  const server = makeServer({ log, ...guarding })
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
