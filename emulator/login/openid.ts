import { effectOf, strike } from '../faults.ts'
import { type Exchange, outlast, retryHeaders, send, sendJson } from '../http.ts'
import { findTenant } from '../world/tenants.ts'
import { loginFailure, tokenErrorBody } from './aadsts.ts'
import type { Signer } from './keys.ts'

/** `GET /{tenant}/[v2.0/].well-known/openid-configuration`, by GUID or verified domain. */
export async function answerOpenIdConfiguration(exchange: Exchange): Promise<void> {
  const { world, origin } = exchange
  const text = decodeURIComponent(exchange.segments[0] ?? '').toLowerCase()
  const tenant = findTenant(world, text)
  const log = (status: number): void => {
    const path = exchange.url.pathname
    const at = world.clock.now().toISOString()
    const known = tenant ? { tenantId: tenant.id } : {}
    exchange.log.add({ at, service: 'login', method: exchange.method, path, status, ...known })
  }
  if (await strikeDiscovery(exchange, tenant?.id, log)) return
  const shared = ['common', 'organizations'].includes(text)
  if (!shared && (!tenant || tenant.deleted)) {
    log(400)
    const failure = { ...loginFailure(90002, { tenant: text }), error: 'invalid_tenant' }
    return sendJson(exchange.response, 400, tokenErrorBody(failure, world.clock.now(), origin))
  }
  log(200)
  const isV2 = exchange.segments[1] === 'v2.0'
  sendJson(exchange.response, 200, {
    ...describeTenant(origin, tenant?.id ?? text, tenant?.id ?? '{tenantid}', isV2),
    ...(tenant?.isUsGovernment && ofUsGovernment(tenant.id)),
  })
}

function describeTenant(
  origin: string,
  path: string,
  tenantId: string,
  isV2: boolean,
): Record<string, unknown> {
  return {
    token_endpoint: `${origin}/${path}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${origin}/${path}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: isV2 ? `${origin}/${tenantId}/v2.0` : `https://sts.windows.net/${tenantId}/`,
    authorization_endpoint: `${origin}/${path}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${origin}/${path}/oauth2/v2.0/devicecode`,
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(origin).host,
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: new URL(origin).host,
  }
}

/** The public cloud answers for a tenant of the US government's with the addresses of that cloud. */
const ofUsGovernment = (tenantId: string): Record<string, unknown> => ({
  issuer: `https://login.microsoftonline.us/${tenantId}/v2.0`,
  tenant_region_scope: 'USGov',
  cloud_instance_name: 'microsoftonline.us',
  msgraph_host: 'graph.microsoft.us',
})

async function strikeDiscovery(
  exchange: Exchange,
  tenantId: string | undefined,
  log: (status: number) => void,
): Promise<boolean> {
  const where = 'discovery' as const
  const effects = strike(exchange.world, {
    where,
    path: exchange.url.pathname,
    ...(tenantId ? { tenantId } : {}),
  })
  if (!(await outlast(exchange.response, effects))) {
    log(0)
    return true
  }
  const status = effectOf(effects, 'status')
  if (!status) return false
  log(status.status)
  const headers = retryHeaders(status.retryAfter)
  send(
    exchange.response,
    status.status,
    { 'content-type': 'text/html', ...headers },
    '<html><body>Unavailable</body></html>',
  )
  return true
}

/** `GET /{tenant}/discovery/[v2.0/]keys`: one key set for all tenants, as at Microsoft. */
export function answerKeys(exchange: Exchange, signer: Signer): void {
  sendJson(exchange.response, 200, signer.jwks, { 'cache-control': 'max-age=86400, private' })
}

/** `GET /common/discovery/instance`: which hosts are one cloud. Clients ask it about a host that they don't know. */
export function answerInstances(exchange: Exchange): void {
  const { origin, world, url, response } = exchange
  const asked = url.searchParams.get('authorization_endpoint') ?? ''
  const [tenant = 'common'] = URL.canParse(asked) ? new URL(asked).pathname.split('/').filter(Boolean) : []
  const { host } = new URL(origin)
  const at = world.clock.now().toISOString()
  exchange.log.add({ at, service: 'login', method: 'GET', path: url.pathname, status: 200 })
  sendJson(response, 200, {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  })
}
