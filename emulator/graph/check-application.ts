import { isGuid } from '../guid.ts'
import type { Registration, Tenant, World } from '../world/types.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import type { ApplicationChange } from './application-body.ts'

/** Microsoft's rules about what a registration may say, beyond its types. */

interface Checked {
  world: World
  tenant: Tenant
  ids: RequestIds
  app: Registration
  change: ApplicationChange
}

/** Why the change is refused; `undefined`: it isn't. */
export function checkApplication(checked: Checked): Answer | undefined {
  return (
    checkUniqueName(checked) ??
    checkUris(checked) ??
    checkRedirects(checked) ??
    checkRoles(checked) ??
    checkAccess(checked)
  )
}

const conflict = (ids: RequestIds, property: string): Answer => {
  const words = `Another object with the same value for property ${property} already exists.`
  return withDetail(graphError(ids, 400, 'Request_BadRequest', words), 'ObjectConflict', property, words)
}

function withDetail(answer: Answer, code: string, target: string, message: string): Answer {
  const { error } = answer.body as { error: object }
  return { ...answer, body: { error: { ...error, details: [{ code, message, target }] } } }
}

/** Deleted ones keep their unique name until they are deleted for good. */
function checkUniqueName({ world, ids, app, change }: Checked): Answer | undefined {
  const { uniqueName } = change
  if (uniqueName === undefined || uniqueName === app.made?.uniqueName) return undefined
  if (world.registrations.has(app.appId)) {
    return graphError(ids, 400, 'Request_BadRequest', "Property 'uniqueName' is read-only and cannot be set.")
  }
  const deleted = [...world.deleted.values()].flatMap((one) =>
    one.kind === 'application' ? [one.registration] : [],
  )
  const others = [...world.registrations.values(), ...deleted].filter(
    (one) => one.homeTenantId === app.homeTenantId,
  )
  return others.some(({ made }) => made?.uniqueName === uniqueName) ? conflict(ids, 'uniqueName') : undefined
}

function checkUris({ world, tenant, ids, app, change }: Checked): Answer | undefined {
  for (const uri of change.identifierUris ?? []) {
    if (app.identifierUris.includes(uri)) continue
    if (!isOwned(uri, tenant, app.appId)) {
      const words = `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`
      const refusal = graphError(ids, 400, 'Request_BadRequest', words)
      return withDetail(refusal, 'HostNameNotOnVerifiedDomain', 'identifierUris', words)
    }
    const isTaken = [...world.registrations.values()].some(
      (other) =>
        other !== app &&
        other.homeTenantId === tenant.id &&
        other.identifierUris.some((one) => one.toLowerCase() === uri.toLowerCase()),
    )
    if (isTaken) return conflict(ids, 'identifierUris')
  }
  return undefined
}

/** `api://` with the client id or the tenant's id in it, or any scheme with a verified domain. */
function isOwned(uri: string, tenant: Tenant, appId: string): boolean {
  const [scheme, rest = ''] = uri.split('://')
  const [host = '', ...path] = rest.toLowerCase().split('/')
  if (uri.endsWith('/') || host === '') return false
  const isOfDomain = tenant.domains.some((domain) => host === domain || host.endsWith(`.${domain}`))
  if (isOfDomain) return scheme === 'https' || scheme === 'api'
  const parts = [host, ...path]
  if (scheme !== 'api') return false
  return host === appId || parts.at(-1) === appId || host === tenant.id || parts.at(-1) === tenant.id
}

const mostRedirects = 256
const longestRedirect = 256

function checkRedirects({ ids, change }: Checked): Answer | undefined {
  const uris = change.web?.redirectUris ?? []
  const isGood = (uri: string): boolean => {
    if (uri.length > longestRedirect || !URL.canParse(uri) || uri.includes('#') || uri.includes('*'))
      return false
    const { protocol, hostname } = new URL(uri)
    return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
  }
  if (uris.length <= mostRedirects && uris.every(isGood)) return undefined
  const words = "Invalid value specified for property 'redirectUris' of resource 'WebApplication'."
  return graphError(ids, 400, 'Request_BadRequest', words)
}

/** An enabled role can be neither removed nor changed: it is disabled first. */
function checkRoles({ ids, app, change }: Checked): Answer | undefined {
  const wanted = change.appRoles
  if (!wanted) return undefined
  const repeated = wanted.some((role, index) =>
    wanted.slice(0, index).some(({ id, value }) => id === role.id || value === role.value),
  )
  if (repeated) {
    return graphError(
      ids,
      400,
      'Request_BadRequest',
      'It contains duplicate value. Please provide unique value.',
    )
  }
  const touched = app.appRoles.some((role) => {
    const after = wanted.find(({ id }) => id === role.id)
    const isEnabled = role.made?.isEnabled ?? true
    return isEnabled && (!after || after.value !== role.value)
  })
  if (!touched) return undefined
  const words = 'Permission (scope or role) cannot be deleted or updated unless disabled first.'
  return graphError(ids, 400, 'CannotDeleteOrUpdateEnabledEntitlement', words)
}

const mostApis = 50
const mostPermissions = 400

function checkAccess({ ids, change }: Checked): Answer | undefined {
  const list = change.requiredResourceAccess ?? []
  const count = list.reduce((sum, { resourceAccess }) => sum + resourceAccess.length, 0)
  const isGood =
    list.length <= mostApis && count <= mostPermissions && list.every((one) => isGuid(one.resourceAppId))
  if (isGood) return undefined
  const words = "Invalid value specified for property 'requiredResourceAccess' of resource 'Application'."
  return graphError(ids, 400, 'Request_BadRequest', words)
}
