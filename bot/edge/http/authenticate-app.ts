import { type JWTPayload, jwtVerify } from 'jose'
import { type Clock, seconds } from '#platform/base/time.ts'
import { getCloud } from '#platform/config/clouds.ts'
import { KeysUnreachable, readSigningKeys } from './signing-keys.ts'
import { endsInTime } from './token-life.ts'

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

const toleranceMs = seconds(60)

/** Accepts app tokens of the home tenant: checks signature, issuer (v1 or v2), audience, time and life, kind and role. */
export function makeAppAuthenticator(options: AppAuthenticatorOptions): AppAuthenticator {
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
      if (!endsInTime(payload, now, toleranceMs)) return 'unauthenticated'
      const roles: unknown = payload.roles
      const mayRead = isOfApp(payload) && Array.isArray(roles) && roles.includes(options.role)
      return mayRead ? 'welcome' : 'forbidden'
    } catch (error) {
      // Any other error counts against the token: an error never authenticates.
      return error instanceof KeysUnreachable ? 'unavailable' : 'unauthenticated'
    }
  }
}

/**
 * Whether the token was issued to an app and not to a person: it says so (`idtyp`, an optional claim), or its subject is the
 * object of the app itself. Whatever is not certainly an app's counts as a person's. `scp` is in tokens of people only.
 */
function isOfApp({ idtyp, azp, appid, oid, sub, scp }: JWTPayload): boolean {
  if (scp !== undefined) return false
  if (idtyp !== undefined) return idtyp === 'app'
  const client = azp ?? appid
  const isNamed = [client, oid, sub].every((claim) => typeof claim === 'string' && claim !== '')
  return isNamed && oid === sub
}
