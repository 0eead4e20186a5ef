import { createHmac } from 'node:crypto'

/** Where this installation says that it is itself. Next to the callback, because a proxy can pass on some paths only. */
export const probePath = '/consent/probe'

/** What a question may look like; anything else isn't answered. */
export const noncePattern = /^[0-9a-f]{32}$/

/** The answer that only an installation with the same secret for its links can give, about nothing else. */
export function probeAnswer(linkKey: Uint8Array, nonce: string): string {
  return createHmac('sha256', linkKey).update(`preflight-probe:${nonce}`).digest('hex')
}
