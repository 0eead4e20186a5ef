import type { ServerResponse } from 'node:http'

/**
 * True if a `Host` header names this machine. A foreign page whose host name has been pointed at loopback (DNS rebinding)
 * sends another one.
 */
export function isLoopbackName(host: string | undefined): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i.test(host ?? '')
}

/** 421 and nothing more. */
export function sendMisdirected(response: ServerResponse): void {
  response.statusCode = 421
  response.end()
}
