import { jwtVerify } from 'jose'
import type { Clock } from '#platform/base/time.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'

/** `unauthenticated` is 401, `forbidden` 403; `unavailable`: the signing keys could not be read, so the token can't be checked. */
export type AppAuthentication = 'welcome' | 'unauthenticated' | 'forbidden' | 'unavailable'
export type AppAuthenticator = (authorization: string | undefined) => Promise<AppAuthentication>

interface AppAuthenticatorOptions {
  loginBaseUrl: string
  homeTenantId: string
  /** Accepted values of `aud`. Empty: no token is accepted. */
  audience: readonly string[]
  /** App role that the token must have. */
  role: string
  clock: Clock
  fetch?: typeof fetch
}

/** Accepts app tokens of the home tenant: checks signature, issuer (v1 or v2), audience, time and role; `scp` marks user tokens. */
export function makeAppAuthenticator(options: AppAuthenticatorOptions): AppAuthenticator {
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
    // The clocks of two data centers are never equal.
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
      // Any other error counts against the token: an error never authenticates.
      return error instanceof KeysUnreachable ? 'unavailable' : 'unauthenticated'
    }
  }
}
