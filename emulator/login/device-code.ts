import { type Exchange, readBody, sendJson } from '../http.ts'
import { GRAPH, permissionsOfApi } from '../world/permissions.ts'
import { findTenant } from '../world/tenants.ts'
import type { Tenant } from '../world/types.ts'
import { type LoginFailure, loginFailure, tokenErrorBody } from './aadsts.ts'
import { deviceLifeSeconds, devicePath, openDevice } from './device-desk.ts'

/** Microsoft's own public clients, by their published IDs. Every tenant knows them. */
const microsoftClients: ReadonlyMap<string, string> = new Map([
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
])

const protocolScopes = ['openid', 'profile', 'email', 'offline_access']

interface Asked {
  clientId: string
  appName: string
  tenant: Tenant | undefined
  scopes: string[]
  protocol: string[]
}

/** `POST /{tenant}/oauth2/v2.0/devicecode`: the device asks for a code that a person enters elsewhere. */
export async function answerDeviceCode(exchange: Exchange): Promise<void> {
  const { world, origin, response, devices, url } = exchange
  const form = new URLSearchParams(await readBody(exchange.request))
  const asked = readAsked(exchange, form)
  const at = world.clock.now()
  const status = 'code' in asked ? asked.status : 200
  exchange.log.add({
    at: at.toISOString(),
    service: 'login',
    method: 'POST',
    path: url.pathname,
    status,
    ...('code' in asked
      ? {}
      : { clientId: asked.clientId, ...(asked.tenant && { tenantId: asked.tenant.id }) }),
  })
  if ('code' in asked) return sendJson(response, asked.status, tokenErrorBody(asked, at, origin))
  const { clientId, appName, tenant, scopes, protocol } = asked
  const device = openDevice(devices, {
    clientId,
    appName,
    scopes,
    protocolScopes: protocol,
    startedAtMs: at.getTime(),
    ...(tenant && { tenantId: tenant.id }),
  })
  const page = `${origin}${devicePath}`
  sendJson(response, 200, {
    user_code: device.userCode,
    device_code: device.deviceCode,
    verification_uri: page,
    expires_in: deviceLifeSeconds,
    interval: world.settings.deviceCodeInterval,
    message: `To sign in, open ${page} in a browser and enter the code ${device.userCode}.`,
  })
}

function readAsked(exchange: Exchange, form: URLSearchParams): Asked | LoginFailure {
  const tenantText = decodeURIComponent(exchange.segments[0] ?? '').toLowerCase()
  const clientId = form.get('client_id')?.toLowerCase()
  if (!clientId) return loginFailure(900144, { parameter: 'client_id' })
  const scope = form.get('scope')
  if (!scope) return loginFailure(900144, { parameter: 'scope' })
  const tenant = findTenant(exchange.world, tenantText)
  if (!tenant && !['common', 'organizations'].includes(tenantText))
    return loginFailure(90002, { tenant: tenantText })
  if (tenant?.deleted) return loginFailure(5000224)
  const appName = findClient(exchange, clientId, tenant)
  if (typeof appName !== 'string') return appName
  const words = scope.split(/\s+/).filter(Boolean)
  const protocol = words.filter((word) => protocolScopes.includes(word))
  const asked = words.filter((word) => !protocolScopes.includes(word))
  const names = asked.map((word) => nameOfScope(exchange.origin, word))
  if (names.includes(undefined) || names.length === 0) return loginFailure(70011, { scope })
  return { clientId, appName, tenant, protocol, scopes: names.filter((name) => name !== undefined) }
}

function findClient(exchange: Exchange, clientId: string, tenant: Tenant | undefined): string | LoginFailure {
  const microsofts = microsoftClients.get(clientId)
  if (microsofts !== undefined) return microsofts
  const own = exchange.world.registrations.get(clientId)
  const isKnown = own && (tenant === undefined || own.homeTenantId === tenant.id || own.multiTenant)
  if (!isKnown)
    return loginFailure(700016, { client: clientId, tenant: tenant?.displayName ?? 'organizations' })
  if (own.isDisabled) return loginFailure(7000112, { client: clientId, app: own.displayName })
  return own.made?.publicClient ? own.displayName : loginFailure(7000218)
}

/** A delegated permission of Graph by its full name or its short one. */
function nameOfScope(origin: string, word: string): string | undefined {
  const slash = word.lastIndexOf('/')
  const api = word.slice(0, Math.max(0, slash))
  if (!['', origin, 'https://graph.microsoft.com', GRAPH].includes(api)) return undefined
  const value = word.slice(slash + 1)
  return permissionsOfApi(GRAPH).find((one) => one.type === 'Scope' && one.value === value)?.value
}
