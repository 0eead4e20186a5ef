import { z } from 'zod'
import { recordAudit, untouched } from '../world/audit.ts'
import { grantMore, revokeAccess } from '../world/change-apps.ts'
import { hide, isThere } from '../world/change-objects.ts'
import { dropPrincipal, grantId, principalOf, putPrincipal } from '../world/directory.ts'
import type { Access } from '../world/permissions.ts'
import { changeDirectory, nextId, readFuture } from '../world/tenants.ts'
import type { ServicePrincipal } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, denied, graphError, notFound } from './answer.ts'
import { findPrincipal, principalBody } from './principals.ts'
import type { Read } from './read.ts'
import { roleGrantBody, rolesOfApi } from './shapes.ts'
import { noContent } from './write-applications.ts'
import { initiatorOf, mayAssign, mayChange, mayRegister } from './write-rights.ts'

const guid = z.guid().toLowerCase()
const principalInput = z.object({ appId: guid })
const assignmentInput = z.object({ principalId: guid, resourceId: guid, appRoleId: guid })

const bad = ({ ids }: Read, words: string): Answer => graphError(ids, 400, 'Request_BadRequest', words)

/** `POST /servicePrincipals`: installs an app in the tenant. */
export function createPrincipal(read: Read): Answer {
  const { world, tenant, ids } = read
  if (!mayRegister(read)) return denied(ids)
  const input = principalInput.safeParse(read.body)
  if (!input.success)
    return bad(read, "A value is required for property 'appId' of resource 'ServicePrincipal'.")
  const { appId } = input.data
  const registration = world.registrations.get(appId)
  const isKnown = registration && (registration.homeTenantId === tenant.id || registration.multiTenant)
  if (!isKnown || !isThere(world, registration.objectId)) {
    const message = `The appId '${appId}' of the service principal does not reference a valid application object.`
    const answer = bad(read, message)
    const { error } = answer.body as { error: object }
    const details = [{ code: 'NoBackingApplicationObject', message, target: 'appId' }]
    return { ...answer, body: { error: { ...error, details } } }
  }
  if (readFuture(world, tenant).principals.has(appId)) {
    const words = `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`
    return graphError(ids, 409, 'Request_MultipleObjectsWithSameKeyValue', words)
  }
  const principal = principalOf(registration, nextId(world, 'principal'), world.clock.nowMs())
  changeDirectory(world, tenant, putPrincipal(principal))
  hide(world, principal.id)
  const entry = { by: initiatorOf(read), targets: [untouched(principal)] }
  recordAudit(world, tenant, { activity: 'Add service principal', ...entry })
  const context = `${read.origin}/v1.0/$metadata#servicePrincipals/$entity`
  return { status: 201, body: { '@odata.context': context, ...principalBody(read, principal) } }
}

/** `DELETE` of one. It can be restored for 30 days. */
export function deletePrincipal(read: Read): Answer {
  const { world, tenant, ids } = read
  const principal = findPrincipal(read)
  if (!principal) return notFound(ids, readAddress(read.target).key?.value ?? '')
  if (!mayChange(read, world.registrations.get(principal.appId))) return denied(ids)
  changeDirectory(world, tenant, dropPrincipal(principal.appId))
  world.deleted.set(principal.id, {
    kind: 'servicePrincipal',
    atMs: world.clock.nowMs(),
    tenantId: tenant.id,
    principal,
  })
  const entry = { by: initiatorOf(read), targets: [untouched(principal)] }
  recordAudit(world, tenant, { activity: 'Remove service principal', ...entry })
  return noContent
}

/** `POST` of a role, from the side of the app that gets it or from that of the API. */
export function assignRole(read: Read): Answer {
  const { world, tenant, ids, directory } = read
  const named = findPrincipal(read)
  if (!named) return notFound(ids, readAddress(read.target).key?.value ?? '')
  const input = assignmentInput.safeParse(read.body)
  if (!input.success) return bad(read, 'The request body needs principalId, resourceId, and appRoleId.')
  const { principalId, resourceId, appRoleId } = input.data
  const isOfApi = readAddress(read.target).resource.endsWith('/appRoleAssignedTo')
  if (named.id !== (isOfApi ? resourceId : principalId))
    return bad(read, 'The ID in the address is not the one in the body.')
  const byId = (id: string): ServicePrincipal | undefined =>
    [...directory.principals.values()].find((one) => one.id === id && isThere(world, id))
  const [principal, resource] = [byId(principalId), byId(resourceId)]
  if (!principal || !resource) return notFound(ids, principal ? resourceId : principalId)
  if (!mayAssign(read, resource.appId)) return denied(ids)
  const api = world.registrations.get(resource.appId)
  if (!rolesOfApi(resource.appId, api).some(({ id, isEnabled }) => id === appRoleId && isEnabled)) {
    return bad(read, 'Permission being assigned was not found on application')
  }
  const has = principal.roles.some(
    (one) => one.appRoleId === appRoleId && one.resourceAppId === resource.appId,
  )
  if (has) return bad(read, 'Permission being assigned already exists on the object')
  const client = world.registrations.get(principal.appId)
  if (!client) return bad(read, 'The service principal has no application here.')
  const access: Access = { resourceAppId: resource.appId, type: 'Role', id: appRoleId }
  grantMore(world, tenant, client, [access], initiatorOf(read))
  hide(world, idOf(principal, access))
  const grant = { resourceAppId: resource.appId, appRoleId, createdAtMs: world.clock.nowMs() }
  const context = `${read.origin}/v1.0/$metadata#appRoleAssignments/$entity`
  return { status: 201, body: { '@odata.context': context, ...roleGrantBody(grant, principal, resource) } }
}

const idOf = (principal: ServicePrincipal, { resourceAppId, id }: Access): string =>
  grantId(principal.id, `${resourceAppId}/${id}`)

/** `DELETE` of one assignment, from either side. */
export function removeRole(read: Read): Answer {
  const { world, tenant, ids, directory } = read
  const { item = '' } = readAddress(read.target)
  const named = findPrincipal(read)
  if (!named) return notFound(ids, readAddress(read.target).key?.value ?? '')
  for (const principal of directory.principals.values()) {
    for (const { resourceAppId, appRoleId } of principal.roles) {
      const access: Access = { resourceAppId, type: 'Role', id: appRoleId }
      const isOfNamed = principal.id === named.id || resourceAppId === named.appId
      if (!isOfNamed || idOf(principal, access) !== item) continue
      if (!mayAssign(read, resourceAppId)) return denied(ids)
      revokeAccess(world, tenant, principal.appId, access, initiatorOf(read))
      return noContent
    }
  }
  return notFound(ids, item)
}
