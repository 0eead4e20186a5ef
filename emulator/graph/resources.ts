import { effectOf } from '../faults.ts'
import { readReplica } from '../world/tenants.ts'
import type { Directory, Effect, ServicePrincipal, Tenant, World } from '../world/types.ts'
import { type Answer, denied, graphError, notFound, type RequestIds } from './answer.ts'
import { decorate, type PageFacts, pageOf } from './paging.ts'
import { type Clause, type Target, valuesOf } from './query.ts'
import { mayRead } from './rights.ts'
import {
  applicationProperties,
  auditBody,
  memberships,
  organizationProperties,
  principalProperties,
  roleAssignmentBody,
  roleGrantBody,
  scopeGrantBody,
  shape,
  skuBody,
} from './shapes.ts'

/** One read inside one tenant, under one token. */
export interface Read {
  world: World
  tenant: Tenant
  directory: Directory
  roles: readonly string[]
  ids: RequestIds
  origin: string
  effects: readonly Effect[]
  target: Target
}

/** The directory is chosen once per HTTP request: one request is answered by one replica. */
export const replicaOf = (world: World, tenant: Tenant): Directory => readReplica(world, tenant)

type Route = (read: Read) => Answer

/** Answers a GET. Rights come from the token's roles alone. */
export function answerRead(read: Read): Answer {
  const { steps } = read.target
  const name = resourceName(read.target)
  const allowed = mayRead(name, read.roles)
  const route = routes[name]
  if (allowed === undefined || !route) {
    const words = `Resource not found for the segment '${steps[0]?.name ?? ''}'.`
    return graphError(read.ids, 400, 'BadRequest', words)
  }
  return allowed ? route(read) : denied(read.ids)
}

/** `servicePrincipals/appRoleAssignments` for every way to name the principal. */
function resourceName({ steps }: Target): string {
  const [first, second, third] = steps
  if (first?.name !== 'servicePrincipals' && first?.name !== 'applications')
    return steps.map((s) => s.name).join('/')
  const navigation = first.key ? second : third
  return navigation ? `${first.name}/${navigation.name}` : first.name
}

const routes: Readonly<Record<string, Route>> = {
  servicePrincipals: (read) => (isSingle(read.target) ? onePrincipal(read) : listPrincipals(read)),
  'servicePrincipals/appRoleAssignments': (read) => ofPrincipal(read, listRoles),
  'servicePrincipals/oauth2PermissionGrants': (read) => ofPrincipal(read, listScopes),
  'servicePrincipals/memberOf': (read) => ofPrincipal(read, listMemberships),
  'servicePrincipals/transitiveMemberOf': (read) => ofPrincipal(read, listMemberships),
  'servicePrincipals/appRoleAssignedTo': (read) => ofPrincipal(read, listHolders),
  oauth2PermissionGrants: listAllScopes,
  applications: (read) => (isSingle(read.target) ? oneApplication(read) : listApplications(read)),
  'roleManagement/directory/roleAssignments': listRoleAssignments,
  subscribedSkus: ({ tenant, origin }) => {
    const value = tenant.skus.map((sku) => skuBody(tenant, sku))
    return { status: 200, body: { '@odata.context': `${origin}/v1.0/$metadata#subscribedSkus`, value } }
  },
  organization: (read) =>
    pageOf(read.target, [read.tenant], 'organization', pageFacts(read), (tenant) =>
      shape(tenant, organizationProperties, read.target.select),
    ),
  'auditLogs/directoryAudits': listAudits,
}

const isSingle = ({ steps }: Target): boolean => steps[0]?.key !== undefined || steps[1] !== undefined

function pageFacts(read: Read): PageFacts {
  const { world, ids, origin, effects } = read
  const { pageSize, maxPageSize = 999 } = world.settings
  return { origin, ids, nowMs: world.clock.nowMs(), pageSize, maxPageSize, effects }
}

function findPrincipal({ target, directory }: Read): ServicePrincipal | undefined {
  const [first, second] = target.steps
  if (first?.key) return directory.principals.get(first.key.value.toLowerCase())
  const id = second?.name.toLowerCase()
  for (const principal of directory.principals.values()) if (principal.id === id) return principal
  return undefined
}

const askedFor = ({ steps }: Target): string => steps[0]?.key?.value ?? steps[1]?.name ?? ''

function ofPrincipal(read: Read, list: (read: Read, principal: ServicePrincipal) => Answer): Answer {
  const principal = findPrincipal(read)
  return principal ? list(read, principal) : notFound(read.ids, askedFor(read.target))
}

function principalBody(read: Read, principal: ServicePrincipal): Record<string, unknown> {
  const registration = read.world.registrations.get(principal.appId)
  return shape({ principal, registration }, principalProperties, read.target.select)
}

/** What `$expand=appRoleAssignments` stops at, without a word. */
const expandLimit = 20

function onePrincipal(read: Read): Answer {
  const principal = findPrincipal(read)
  if (!principal) return notFound(read.ids, askedFor(read.target))
  const context = `${read.origin}/v1.0/$metadata#servicePrincipals/$entity`
  const body = { '@odata.context': context, ...principalBody(read, principal) }
  const expanded = principal.roles
    .slice(0, expandLimit)
    .map((grant) => roleGrantBody(grant, principal, read.directory.principals.get(grant.resourceAppId)))
  const withRoles =
    read.target.expand === 'appRoleAssignments' ? { ...body, appRoleAssignments: expanded } : body
  return { status: 200, body: decorate(withRoles, read.effects) }
}

function listPrincipals(read: Read): Answer {
  const { principals } = read.directory
  const appIds = valuesOf(read.target, 'appId')?.map((id) => id.toLowerCase())
  const found = appIds
    ? appIds.map((id) => principals.get(id)).filter((one) => one !== undefined)
    : [...principals.values()].filter((one) =>
        fits(read.target.filter, { id: one.id, displayName: one.displayName }),
      )
  return pageOf(read.target, found, 'servicePrincipals', pageFacts(read), (one) => principalBody(read, one))
}

function listRoles(read: Read, principal: ServicePrincipal): Answer {
  const resourceId = valuesOf(read.target, 'resourceId')?.[0]?.toLowerCase()
  const { principals } = read.directory
  const roles = resourceId
    ? principal.roles.filter((grant) => principals.get(grant.resourceAppId)?.id === resourceId)
    : principal.roles
  return pageOf(read.target, roles, 'appRoleAssignments', pageFacts(read), (grant) =>
    roleGrantBody(grant, principal, principals.get(grant.resourceAppId)),
  )
}

function listHolders(read: Read, resource: ServicePrincipal): Answer {
  const holders = [...read.directory.principals.values()].flatMap((principal) =>
    principal.roles
      .filter((grant) => grant.resourceAppId === resource.appId)
      .map((grant) => ({ principal, grant })),
  )
  return pageOf(read.target, holders, 'appRoleAssignments', pageFacts(read), ({ principal, grant }) =>
    roleGrantBody(grant, principal, resource),
  )
}

function listScopes(read: Read, principal: ServicePrincipal): Answer {
  const list = principal.scopes.map((grant) => ({ principal, grant }))
  return scopePage(read, list)
}

function listAllScopes(read: Read): Answer {
  const list = [...read.directory.principals.values()]
    .flatMap((principal) => principal.scopes.map((grant) => ({ principal, grant })))
    .filter(({ principal, grant }) => {
      const consentType = grant.principalId === undefined ? 'AllPrincipals' : 'Principal'
      return fits(read.target.filter, { clientId: principal.id, consentType })
    })
  return scopePage(read, list)
}

function scopePage(
  read: Read,
  list: readonly { principal: ServicePrincipal; grant: ServicePrincipal['scopes'][number] }[],
): Answer {
  const odd = effectOf(read.effects, 'oddScopes') !== undefined
  return pageOf(read.target, list, 'oauth2PermissionGrants', pageFacts(read), ({ principal, grant }) =>
    scopeGrantBody(grant, principal, read.directory.principals.get(grant.resourceAppId), odd),
  )
}

function listMemberships(read: Read, principal: ServicePrincipal): Answer {
  const { select } = read.target
  const list = memberships(read.directory, principal.id)
  return pageOf(read.target, list, 'directoryObjects', pageFacts(read), (body) =>
    select ? { '@odata.type': body['@odata.type'], id: body.id } : body,
  )
}

function ownRegistrations(read: Read) {
  return [...read.world.registrations.values()].filter((app) => app.homeTenantId === read.tenant.id)
}

/** Registrations are seen in their home tenant only. */
function oneApplication(read: Read): Answer {
  const wanted = askedFor(read.target).toLowerCase()
  const app = ownRegistrations(read).find((one) => one.appId === wanted || one.objectId === wanted)
  if (!app) return notFound(read.ids, askedFor(read.target))
  const context = `${read.origin}/v1.0/$metadata#applications/$entity`
  const body = { '@odata.context': context, ...shape(app, applicationProperties, read.target.select) }
  return { status: 200, body: decorate(body, read.effects) }
}

function listApplications(read: Read): Answer {
  const found = ownRegistrations(read).filter((app) =>
    fits(read.target.filter, { appId: app.appId, id: app.objectId }),
  )
  return pageOf(read.target, found, 'applications', pageFacts(read), (app) =>
    shape(app, applicationProperties, read.target.select),
  )
}

function listRoleAssignments(read: Read): Answer {
  if (read.target.filter.length === 0) {
    const words = 'A filter on principalId or roleDefinitionId is required.'
    return graphError(read.ids, 400, 'Request_BadRequest', words)
  }
  const found = read.directory.roleAssignments.filter((role) =>
    fits(read.target.filter, { principalId: role.principalId, roleDefinitionId: role.roleTemplateId }),
  )
  return pageOf(
    read.target,
    found,
    'roleManagement/directory/roleAssignments',
    pageFacts(read),
    roleAssignmentBody,
  )
}

function listAudits(read: Read): Answer {
  const found = read.tenant.audits.filter((record) =>
    fits(read.target.filter, {
      activityDateTime: new Date(record.atMs).toISOString(),
      activityDisplayName: record.activity,
      'targetResources/id': record.target.id,
      loggedByService: 'Core Directory',
      category: 'ApplicationManagement',
    }),
  )
  return pageOf(read.target, found, 'auditLogs/directoryAudits', pageFacts(read), auditBody)
}

/** Does an item with these values pass every clause? Text is compared without case, as Graph does. */
function fits(filter: readonly Clause[], values: Readonly<Record<string, string>>): boolean {
  return filter.every((clause) => {
    const value = values[clause.field]?.toLowerCase()
    if (value === undefined) return false
    if (clause.operator === 'in') return clause.values.some((one) => one.toLowerCase() === value)
    return compare(clause.operator, value, clause.value.toLowerCase())
  })
}

function compare(operator: 'eq' | 'ge' | 'le' | 'gt' | 'lt', value: string, bound: string): boolean {
  if (operator === 'eq') return value === bound
  const [left, right] = [Date.parse(value), Date.parse(bound)]
  if (operator === 'ge') return left >= right
  if (operator === 'le') return left <= right
  return operator === 'gt' ? left > right : left < right
}
