import { type JWTPayload, jwtVerify } from 'jose'
import { type Clock, seconds } from '#platform/base/time.ts'
import { getCloud } from '#platform/config/clouds.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'
import { endsInTime } from './token-life.ts'

export interface EntraTokenOptions {
  loginBaseUrl: string
  homeTenantId: string
  /** Accepted values of `aud`. Empty: no token is accepted. */
  audience: readonly string[]
  clock: Clock
  fetch?: typeof fetch
}

/** The claims of a genuine token; `unavailable`: the signing keys could not be read, so the token can't be checked. */
type CheckedToken = JWTPayload | 'unauthenticated' | 'unavailable'

const toleranceMs = seconds(60)

/** Checks that Entra issued a token in the home tenant for this audience: signature, issuer (v1 or v2), time and life. */
export function makeEntraTokenCheck(
  options: EntraTokenOptions,
): (authorization: string | undefined) => Promise<CheckedToken> {
  const url = new URL(`${options.loginBaseUrl}/${options.homeTenantId}/discovery/v2.0/keys`)
  const keys = readSigningKeys({ ...options, url })
  const cloud = getCloud(options.loginBaseUrl)
  const checks = {
    issuer: [
      `${cloud.tokenIssuerV1}/${options.homeTenantId}/`,
      `${options.loginBaseUrl}/${options.homeTenantId}/v2.0`,
      `https://${cloud.loginHosts[0]}/${options.homeTenantId}/v2.0`,
    ],
    audience: [...options.audience],
    algorithms: ['RS256'],
    requiredClaims: ['exp'],
    // The clocks of two data centers are never equal.
    clockTolerance: toleranceMs / 1_000,
  }
  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
    if (token === undefined || checks.audience.length === 0) return 'unauthenticated'
    try {
      const now = options.clock()
      const { payload } = await jwtVerify(token, keys.get, { ...checks, currentDate: now })
      return endsInTime(payload, now, toleranceMs) ? payload : 'unauthenticated'
    } catch (error) {
      // Any other error counts against the token: an error never authenticates.
      return error instanceof KeysUnreachable ? 'unavailable' : 'unauthenticated'
    }
  }
}
