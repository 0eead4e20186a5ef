import { randomBytes, randomUUID } from 'node:crypto'
import type { Exchange } from '../http.ts'
import { getTenant, readDirectory } from '../world/tenants.ts'
import type { Tenant, User } from '../world/types.ts'
import { type LoginFailure, loginFailure } from './aadsts.ts'
import { rolesOf } from './device-consent.ts'
import { type DeviceSignIn, isExpired, type SignedIn } from './device-desk.ts'
import type { Signer } from './keys.ts'

/** By its registered name, and by the short one that msal-node sends. */
export const deviceGrants = ['urn:ietf:params:oauth:grant-type:device_code', 'device_code', 'refresh_token']

type Answer = Record<string, unknown>
type Finished = DeviceSignIn & { state: SignedIn }

/** The body for a device that polls, or for one that comes back with its refresh token. */
export async function redeemDevice(
  exchange: Exchange,
  signer: Signer,
  form: URLSearchParams,
  lifeSeconds: number,
): Promise<LoginFailure | Answer> {
  const isRefresh = form.get('grant_type') === 'refresh_token'
  const found = isRefresh ? findRefreshable(exchange, form) : poll(exchange, form)
  if ('code' in found) return found
  const { world } = exchange
  const tenant = getTenant(world, found.state.tenantId)
  const user = readDirectory(world, tenant).users.get(found.state.userId)
  if (!user?.accountEnabled) return loginFailure(50057)
  return makeBody(exchange, signer, { device: found, tenant, user }, lifeSeconds)
}

function findRefreshable({ devices }: Exchange, form: URLSearchParams): Finished | LoginFailure {
  const known = devices.refreshable.get(form.get('refresh_token') ?? '')
  return known && known.clientId === form.get('client_id')?.toLowerCase() ? known : loginFailure(70018)
}

/** In Microsoft's order: an unknown code, an expired one, a poll too soon, then what the person decided. */
function poll({ world, devices }: Exchange, form: URLSearchParams): Finished | LoginFailure {
  const code = form.get('device_code')
  if (!code) return loginFailure(900144, { parameter: 'device_code' })
  const device = devices.waiting.get(code)
  if (!device || device.clientId !== form.get('client_id')?.toLowerCase()) return loginFailure(70018)
  const nowMs = world.clock.nowMs()
  if (isExpired(device, nowMs)) return loginFailure(70020)
  const before = device.polledAtMs
  device.polledAtMs = nowMs
  if (before !== undefined && nowMs - before < world.settings.deviceCodeInterval * 1000 - lenienceMs) {
    return { ...loginFailure(70016), error: 'slow_down' }
  }
  const { state } = device
  if (state === 'pending') return loginFailure(70016)
  devices.waiting.delete(code)
  if (state === 'declined') return { ...loginFailure(65004), error: 'authorization_declined', where: 'page' }
  return { ...device, state }
}

/** Timers are not exact. */
const lenienceMs = 500

interface Issued {
  device: Finished
  tenant: Tenant
  user: User
}

async function makeBody(
  exchange: Exchange,
  signer: Signer,
  issued: Issued,
  lifeSeconds: number,
): Promise<Answer> {
  const { device, tenant, user } = issued
  const has = (scope: string): boolean => device.protocolScopes.includes(scope)
  const refresh = has('offline_access') ? randomBytes(80).toString('base64url') : undefined
  if (refresh !== undefined) exchange.devices.refreshable.set(refresh, device)
  const ids = { uid: user.id, utid: tenant.id }
  return {
    token_type: 'Bearer',
    scope: [...device.scopes, ...device.protocolScopes].join(' '),
    expires_in: lifeSeconds,
    ext_expires_in: lifeSeconds,
    access_token: await signer.sign(accessClaims(exchange, issued, lifeSeconds)),
    ...(refresh !== undefined && { refresh_token: refresh }),
    ...(has('openid') && { id_token: await signer.sign(idClaims(exchange, issued, lifeSeconds)) }),
    client_info: Buffer.from(JSON.stringify(ids)).toString('base64url'),
  }
}

function sharedClaims({ world }: Exchange, { tenant, user }: Issued, lifeSeconds: number) {
  const iat = Math.floor(world.clock.nowMs() / 1000)
  const times = { iat, nbf: iat, exp: iat + lifeSeconds }
  return { ...times, oid: user.id, sub: user.id, tid: tenant.id, name: user.displayName, uti: randomUUID() }
}

/** For Graph: the person, the delegated permissions, and the directory roles. */
function accessClaims(exchange: Exchange, issued: Issued, lifeSeconds: number): Record<string, unknown> {
  const { device, tenant, user } = issued
  const issuer = `https://sts.windows.net/${tenant.id}/`
  return {
    ...sharedClaims(exchange, issued, lifeSeconds),
    aud: 'https://graph.microsoft.com',
    iss: issuer,
    idp: issuer,
    appid: device.clientId,
    appidacr: '0',
    amr: ['pwd', 'mfa'],
    idtyp: 'user',
    scp: device.scopes.join(' '),
    upn: user.userPrincipalName,
    unique_name: user.userPrincipalName,
    wids: rolesOf(readDirectory(exchange.world, tenant), user.id),
    ver: '1.0',
  }
}

/** For the client itself. */
function idClaims(exchange: Exchange, issued: Issued, lifeSeconds: number): Record<string, unknown> {
  const { device, tenant, user } = issued
  return {
    ...sharedClaims(exchange, issued, lifeSeconds),
    aud: device.clientId,
    iss: `${exchange.origin}/${tenant.id}/v2.0`,
    preferred_username: user.userPrincipalName,
    ver: '2.0',
  }
}
