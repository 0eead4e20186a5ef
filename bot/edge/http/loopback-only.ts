import type { Next, Request, Response, Server } from 'restify'
import { isLoopbackHost } from '#platform/config/hosts.ts'
import { answer } from './server.ts'

/**
 * Without authentication, the bot listens on loopback only. A browser on the same machine still reaches it from a foreign
 * page whose host name has been pointed at loopback (DNS rebinding), so every request must name a loopback host. 421.
 */
export function refuseForeignHosts(server: Server): void {
  /** Nearly every request names the same one. */
  let allowed: string | undefined
  server.pre((request: Request, response: Response, next: Next) => {
    const { host = '' } = request.headers
    if (host !== allowed && isLoopback(host)) allowed = host
    if (host === allowed) return next()
    answer(response, 421)
    next(false)
  })
}

const isLoopback = (host: string): boolean =>
  URL.canParse(`http://${host}`) && isLoopbackHost(new URL(`http://${host}`).hostname)
