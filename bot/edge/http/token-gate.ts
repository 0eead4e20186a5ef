import { jwtVerify } from 'jose'
import type { Clock } from '#platform/base/time.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'

/** `unauthenticated` is 401, `forbidden` 403; `unavailable`: the keys could never be read, nothing is known of the token. */
export type Verdict = 'welcome' | 'unauthenticated' | 'forbidden' | 'unavailable'
export type TokenGate = (authorization: string | undefined) => Promise<Verdict>

export interface TokenGateOptions {
  loginBaseUrl: string
  homeTenantId: string
  /** What may stand in `aud`. Empty: nobody gets in. */
  audience: readonly string[]
  /** App role that the token must carry. */
  role: string
  clock: Clock
  fetch?: typeof fetch
}

/**
 * Lets in app tokens of the home tenant: Microsoft's signature, issuer (v1 or v2), audience, time, role, and no `scp`,
 * which would make it the token of a person.
 */
export function makeTokenGate(options: TokenGateOptions): TokenGate {
  const url = new URL(`${options.loginBaseUrl}/${options.homeTenantId}/discovery/v2.0/keys`)
  const keys = readSigningKeys({ ...options, url })
  const checks = {
    issuer: [
      `https://sts.windows.net/${options.homeTenantId}/`,
      `${options.loginBaseUrl}/${options.homeTenantId}/v2.0`,
    ],
    audience: [...options.audience],
    algorithms: ['RS256'],
    requiredClaims: ['exp'],
    // Clocks of two data centres are never equal.
    clockTolerance: 60,
  }
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined || checks.audience.length === 0) return 'unauthenticated'
    try {
      const { payload } = await jwtVerify(token, keys.get, { ...checks, currentDate: options.clock() })
      const roles: unknown = payload.roles
      const mayRead = Array.isArray(roles) && roles.includes(options.role) && payload.scp === undefined
      return mayRead ? 'welcome' : 'forbidden'
    } catch (error) {
      // Whatever else goes wrong with a token is the token's fault: nobody is let in by an error.
      return error instanceof KeysUnreachable ? 'unavailable' : 'unauthenticated'
    }
  }
}
