import autocannon, { type Result } from 'autocannon'
import type { Child } from './child.ts'
import { cpuMs } from './process-figures.ts'

export interface Shot extends Result {
  /** CPU time of the server per turn. */
  cpuMs: number
}

export interface Load {
  server: { child: Child; url: string }
  seconds: number
  connections: number
  /** The next click's activity as JSON. */
  next: () => string
  isRight: (answer: string) => boolean
}

/** Clicks continuously on every connection. @throws Error for a wrong answer */
export async function load({ server, seconds, connections, next, isRight }: Load): Promise<Shot> {
  const { pid } = server.child
  const before = cpuMs(pid) ?? 0
  const result = await autocannon({
    url: `${server.url}/api/messages`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: next() }) }],
    connections,
    duration: seconds,
    verifyBody: isRight,
  })
  const { non2xx, errors, timeouts, mismatches } = result
  if (non2xx + errors + timeouts + mismatches > 0 || result['2xx'] === 0) {
    throw new Error(`Expected cards only: ${JSON.stringify({ non2xx, errors, timeouts, mismatches })}`)
  }
  return { ...result, cpuMs: ((cpuMs(pid) ?? 0) - before) / result['2xx'] }
}
