import { z } from 'zod'

/** What a token says of itself. Read only to compare it with the configuration, never to trust its bearer. */
export interface TokenClaims {
  audience: string
  clientId?: string | undefined
  tenantId?: string | undefined
  /** App roles: the application permissions that were consented. */
  roles: readonly string[]
}

const text = z.string().optional()
const body = z.object({
  aud: z.string(),
  appid: text,
  azp: text,
  tid: text,
  roles: z.array(z.string()).default([]),
})

/** The claims of one of our own tokens; undefined if it isn't readable: the form of a token is the API's own affair. */
export function readTokenClaims(token: string): TokenClaims | undefined {
  const parsed = body.safeParse(decode(token.split('.')[1] ?? ''))
  if (!parsed.success) return undefined
  const { aud: audience, appid, azp, tid, roles } = parsed.data
  return { audience, clientId: (appid ?? azp)?.toLowerCase(), tenantId: tid?.toLowerCase(), roles }
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
