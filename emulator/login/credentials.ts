import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose'
import type { Registration, World } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'

export interface TokenRequest {
  clientId: string
  secret?: string
  assertion?: string
  /** `/{tenant}/oauth2/v2.0/token`: the path the assertion must be made for. Hosts are not compared: callers rewrite them. */
  path: string
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Client id and credential of a form, or of Basic authentication. */
export function readCredential(
  form: URLSearchParams,
  authorization: string | undefined,
  path: string,
): TokenRequest {
  const basic = authorization?.startsWith('Basic ') ? readBasic(authorization) : undefined
  const secret = form.get('client_secret') ?? basic?.secret
  const assertion =
    form.get('client_assertion_type') === assertionType
      ? (form.get('client_assertion') ?? undefined)
      : undefined
  return {
    clientId: (form.get('client_id') ?? basic?.clientId ?? '').toLowerCase(),
    path,
    ...(secret ? { secret } : {}),
    ...(assertion ? { assertion } : {}),
  }
}

function readBasic(authorization: string): { clientId: string; secret: string } | undefined {
  const [clientId, ...secret] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':')
  if (!clientId) return undefined
  return { clientId: decodeURIComponent(clientId), secret: decodeURIComponent(secret.join(':')) }
}

/** `undefined` when the caller has proved to be the app. */
export async function checkCredential(
  world: World,
  registration: Registration,
  request: TokenRequest,
): Promise<LoginFailure | undefined> {
  if (request.assertion !== undefined) return checkAssertion(world, registration, request, request.assertion)
  if (request.secret === undefined) return loginFailure(7000218)
  const match = registration.secrets.find((secret) => secret.value === request.secret)
  if (!match) return loginFailure(7000215, { client: registration.appId })
  if (match.endsAtMs <= world.clock.nowMs()) return loginFailure(7000222, { client: registration.appId })
  return undefined
}

async function checkAssertion(
  world: World,
  registration: Registration,
  request: TokenRequest,
  assertion: string,
): Promise<LoginFailure | undefined> {
  const refuse = (detail: string): LoginFailure => loginFailure(700027, { detail })
  const key = findKey(registration, assertion)
  if (!key) return refuse('the key was not found by its thumbprint.')
  if (key.endsAtMs <= world.clock.nowMs()) return refuse('the certificate is expired.')
  const signed = await hasSignature(assertion, key.publicKey)
  if (!signed) return refuse('the signature does not fit.')
  const claims = decodeJwt(assertion)
  if (claims.sub !== registration.appId || claims.iss !== registration.appId)
    return refuse('wrong subject or issuer.')
  if (pathOf(claims.aud) !== request.path) return refuse('wrong audience.')
  if (!isInTime(world, claims)) return loginFailure(700024)
  if (world.settings.rejectReusedAssertions && isReused(world, claims.jti, claims.exp)) {
    return refuse('the assertion was used before.')
  }
  return undefined
}

function findKey(
  registration: Registration,
  assertion: string,
): Registration['certificates'][number] | undefined {
  try {
    const header = decodeProtectedHeader(assertion) as Record<string, unknown>
    if (header.alg !== 'PS256' && header.alg !== 'RS256') return undefined
    const thumbprint = Buffer.from(String(header['x5t#S256'] ?? ''), 'base64url').toString('hex')
    return registration.certificates.find((one) => one.thumbprint === thumbprint)
  } catch {
    return undefined
  }
}

async function hasSignature(assertion: string, publicKey: string): Promise<boolean> {
  const alg = String(decodeProtectedHeader(assertion).alg)
  const anyTime = { currentDate: new Date(0), clockTolerance: 1e12, algorithms: ['PS256', 'RS256'] }
  return jwtVerify(assertion, await importSPKI(publicKey, alg), anyTime).then(
    () => true,
    () => false,
  )
}

function pathOf(audience: string | string[] | undefined): string | undefined {
  const text = String(audience)
  return URL.canParse(text) ? new URL(text).pathname : undefined
}

/** The caller knows only the real time, so an assertion is valid by the virtual clock or the real one. */
function isInTime(world: World, claims: { exp?: number; nbf?: number }): boolean {
  const skew = 300
  return [world.clock.nowMs() / 1000, Date.now() / 1000].some(
    (now) => (claims.exp ?? 0) > now - skew && (claims.nbf ?? 0) < now + skew,
  )
}

const usedAssertions = new WeakMap<World, Map<string, number>>()

function isReused(world: World, jti: string | undefined, exp: number | undefined): boolean {
  if (!jti) return true
  const used = usedAssertions.get(world) ?? new Map<string, number>()
  usedAssertions.set(world, used)
  for (const [id, end] of used)
    if (end * 1000 < Math.min(world.clock.nowMs(), Date.now()) - 600_000) used.delete(id)
  if (used.has(jti)) return true
  used.set(jti, exp ?? 0)
  return false
}
