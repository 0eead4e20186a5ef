import { effectOf } from '../faults.ts'
import { isThere } from '../world/change-objects.ts'
import { grantId } from '../world/directory.ts'
import type { RoleGrant, ServicePrincipal } from '../world/types.ts'
import { type Answer, notFound } from './answer.ts'
import { decorate, pageOf } from './paging.ts'
import { valuesOf } from './query.ts'
import { askedFor, fits, pageFacts, type Read } from './read.ts'
import { principalProperties, roleGrantBody, scopeGrantBody, shape } from './shapes.ts'
import { memberships } from './tenant-shapes.ts'

/** Reads of enterprise applications and what they hold. */

/** The one that the address names, if this request finds it. */
export function findPrincipal({ world, target, directory }: Read): ServicePrincipal | undefined {
  const [first, second] = target.steps
  const id = second?.name.toLowerCase()
  const found = first?.key
    ? directory.principals.get(first.key.value.toLowerCase())
    : [...directory.principals.values()].find((principal) => principal.id === id)
  return found && isThere(world, found.id) ? found : undefined
}

export function ofPrincipal(read: Read, list: (read: Read, principal: ServicePrincipal) => Answer): Answer {
  const principal = findPrincipal(read)
  return principal ? list(read, principal) : notFound(read.ids, askedFor(read.target))
}

export function principalBody(read: Read, principal: ServicePrincipal): Record<string, unknown> {
  const registration = read.world.registrations.get(principal.appId)
  return shape({ principal, registration }, principalProperties, read.target.select)
}

/** The silent limit of `$expand=appRoleAssignments`. */
const expandLimit = 20

export function onePrincipal(read: Read): Answer {
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

export function listPrincipals(read: Read): Answer {
  const { principals } = read.directory
  const appIds = valuesOf(read.target, 'appId')?.map((id) => id.toLowerCase())
  const found = appIds
    ? appIds.map((id) => principals.get(id)).filter((one) => one !== undefined)
    : [...principals.values()].filter((one) =>
        fits(read.target.filter, { id: one.id, displayName: one.displayName }),
      )
  const seen = found.filter(({ id }) => isThere(read.world, id))
  return pageOf(read.target, seen, 'servicePrincipals', pageFacts(read), (one) => principalBody(read, one))
}

/** Usually all: nothing is hidden unless the settings say so. */
function seenRoles({ world }: Read, principal: ServicePrincipal): readonly RoleGrant[] {
  if (world.unseen.size === 0) return principal.roles
  return principal.roles.filter(({ resourceAppId, appRoleId }) =>
    isThere(world, grantId(principal.id, `${resourceAppId}/${appRoleId}`)),
  )
}

export function listRoles(read: Read, principal: ServicePrincipal): Answer {
  const resourceId = valuesOf(read.target, 'resourceId')?.[0]?.toLowerCase()
  const { principals } = read.directory
  const seen = seenRoles(read, principal)
  const roles = resourceId
    ? seen.filter((grant) => principals.get(grant.resourceAppId)?.id === resourceId)
    : seen
  return pageOf(read.target, roles, 'appRoleAssignments', pageFacts(read), (grant) =>
    roleGrantBody(grant, principal, principals.get(grant.resourceAppId)),
  )
}

export function listHolders(read: Read, resource: ServicePrincipal): Answer {
  const holders = [...read.directory.principals.values()].flatMap((principal) =>
    seenRoles(read, principal)
      .filter((grant) => grant.resourceAppId === resource.appId)
      .map((grant) => ({ principal, grant })),
  )
  return pageOf(read.target, holders, 'appRoleAssignments', pageFacts(read), ({ principal, grant }) =>
    roleGrantBody(grant, principal, resource),
  )
}

export function listScopes(read: Read, principal: ServicePrincipal): Answer {
  const list = principal.scopes.map((grant) => ({ principal, grant }))
  return scopePage(read, list)
}

export function listAllScopes(read: Read): Answer {
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

export function listMemberships(read: Read, principal: ServicePrincipal): Answer {
  const { select } = read.target
  const list = memberships(read.directory, principal.id)
  return pageOf(read.target, list, 'directoryObjects', pageFacts(read), (body) =>
    select ? { '@odata.type': body['@odata.type'], id: body.id } : body,
  )
}
