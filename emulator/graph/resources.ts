import { hasPremium } from '../world/change-tenants.ts'
import type { AuditRecord } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, denied, deniedReport, graphError } from './answer.ts'
import { listApplications, listOwners, oneApplication } from './applications.ts'
import { listDeleted, oneDeleted } from './deleted-items.ts'
import { listFederated } from './federated-credentials.ts'
import { pageOf } from './paging.ts'
import { checkMemberGroups, listTransitiveMembers, oneGroup, oneMe, oneUser } from './people.ts'
import {
  listAllScopes,
  listHolders,
  listMemberships,
  listPrincipals,
  listRoles,
  listScopes,
  ofPrincipal,
  onePrincipal,
} from './principals.ts'
import { fits, isSingle, pageFacts, type Read } from './read.ts'
import { mayRead } from './rights.ts'
import { shape } from './shapes.ts'
import { assertSupported } from './supported-queries.ts'
import { auditBody, organizationProperties, roleAssignmentBody, skuBody } from './tenant-shapes.ts'

type Route = (read: Read) => Answer

/** Answers a GET. Rights come from the token alone. */
export function answerRead(read: Read): Answer {
  const { steps } = read.target
  const name = readAddress(read.target).resource
  const allowed = mayRead(name, read.caller)
  const route = routes[name]
  if (allowed === undefined || !route) {
    const words = `Resource not found for the segment '${steps[0]?.name ?? ''}'.`
    return graphError(read.ids, 400, 'BadRequest', words)
  }
  if (!allowed) return name.startsWith('auditLogs/') ? deniedReport(read.ids) : denied(read.ids)
  assertSupported(name, read.target)
  return route(read)
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
  'applications/federatedIdentityCredentials': listFederated,
  'applications/owners': listOwners,
  'directory/deletedItems/microsoft.graph.application': (read) => listDeleted(read, 'application'),
  'directory/deletedItems/microsoft.graph.servicePrincipal': (read) => listDeleted(read, 'servicePrincipal'),
  'directory/deletedItems/{id}': oneDeleted,
  me: (read) => oneMe(read),
  users: (read) => oneUser(read),
  'users/checkMemberGroups': checkMemberGroups,
  groups: (read) => oneGroup(read),
  'groups/transitiveMembers': listTransitiveMembers,
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

const dayMs = 86_400_000

/** Also readable without a premium license, but then for a week instead of thirty days. Newest first by default. */
function listAudits(read: Read): Answer {
  const { tenant, target, world } = read
  const keptMs = (hasPremium(tenant) ? 30 : 7) * dayMs
  const kept = tenant.audits.filter((record) => world.clock.nowMs() - record.atMs <= keptMs)
  const about = (record: AuditRecord): string[] => record.targets.map(({ id }) => id)
  const found = kept.filter((record) =>
    about(record).some((id) =>
      fits(read.target.filter, {
        'targetResources/id': id,
        activityDateTime: new Date(record.atMs).toISOString(),
        activityDisplayName: record.activity,
        loggedByService: 'Core Directory',
        category: 'ApplicationManagement',
      }),
    ),
  )
  const sorted = target.orderBy?.descending === false ? found.toReversed() : found
  return pageOf(target, sorted, 'auditLogs/directoryAudits', pageFacts(read), auditBody)
}
