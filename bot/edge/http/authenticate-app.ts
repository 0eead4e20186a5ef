import type { JWTPayload } from 'jose'
import { type EntraTokenOptions, makeEntraTokenCheck } from './check-entra-token.ts'

/** `unauthenticated` is 401, `forbidden` 403; `unavailable`: the signing keys could not be read, so the token can't be checked. */
export type AppAuthentication = 'welcome' | 'unauthenticated' | 'forbidden' | 'unavailable'
export type AppAuthenticator = (authorization: string | undefined) => Promise<AppAuthentication>

interface AppAuthenticatorOptions extends EntraTokenOptions {
  /** App role that the token must have. */
  role: string
}

/** Accepts app tokens of the home tenant with a role. */
export function makeAppAuthenticator({ role, ...options }: AppAuthenticatorOptions): AppAuthenticator {
  const check = makeEntraTokenCheck(options)
  return async (authorization) => {
    const token = await check(authorization)
    if (typeof token === 'string') return token
    const roles: unknown = token.roles
    return isOfApp(token) && Array.isArray(roles) && roles.includes(role) ? 'welcome' : 'forbidden'
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
