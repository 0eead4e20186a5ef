import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type Clock, hours, minutes } from '../time.ts'

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

class KeysUnreachable extends Error {}

/**
 * Lets in app tokens of the home tenant: Microsoft's signature, issuer (v1 or v2), audience, time, role, and no `scp`,
 * which would make it the token of a person.
 */
export function makeTokenGate(options: TokenGateOptions): TokenGate {
  const key = readKeys(options)
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
      const { payload } = await jwtVerify(token, key, { ...checks, currentDate: options.clock() })
      const roles: unknown = payload.roles
      const mayRead = Array.isArray(roles) && roles.includes(options.role) && payload.scp === undefined
      return mayRead ? 'welcome' : 'forbidden'
    } catch (error) {
      if (error instanceof KeysUnreachable) return 'unavailable'
      if (error instanceof errors.JOSEError) return 'unauthenticated'
      throw error
    }
  }
}

/**
 * Microsoft's signing keys. Once read they are kept through any outage; they are read anew for an unknown key id, and
 * twice a day so that a withdrawn key goes. A failed renewal is tried again after five minutes.
 */
function readKeys({ loginBaseUrl, homeTenantId, clock, fetch }: TokenGateOptions): JWTVerifyGetKey {
  const url = new URL(`${loginBaseUrl}/${homeTenantId}/discovery/v2.0/keys`)
  const set = createRemoteJWKSet(url, {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    timeoutDuration: 5_000,
    ...(fetch && { [customFetch]: fetch }),
  })
  let renewAt = clock().getTime() + hours(12)
  return async (header, token) => {
    const now = clock().getTime()
    if (set.jwks() !== undefined && now >= renewAt) {
      // Waits for nobody: this token is checked with the keys there are.
      renewAt = now + minutes(5)
      set.reload().then(
        () => {
          renewAt = clock().getTime() + hours(12)
        },
        () => undefined,
      )
    }
    return set(header, token).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
        throw error
      throw new KeysUnreachable('the signing keys could not be read', { cause: error })
    })
  }
}
