import { applicationProperties } from './application-shapes.ts'
import { BadQuery, type Target } from './query.ts'
import { isSingle } from './read.ts'
import { principalProperties } from './shapes.ts'
import { organizationProperties } from './tenant-shapes.ts'

interface Supported {
  filter?: readonly string[]
  expand?: readonly string[]
  orderBy?: true
  /** The properties that exist; absent: not checked. */
  select?: Readonly<Record<string, unknown>>
}

/** What a list can be asked for; everything else is refused, as Graph does, and never ignored. */
const table: Readonly<Record<string, Supported>> = {
  servicePrincipals: {
    filter: ['appId', 'id', 'displayName'],
    expand: ['appRoleAssignments'],
    select: principalProperties,
  },
  'servicePrincipals/appRoleAssignments': { filter: ['resourceId'] },
  oauth2PermissionGrants: { filter: ['clientId', 'consentType'] },
  applications: {
    filter: ['appId', 'id', 'uniqueName', 'displayName', 'signInAudience', 'tags/any', 'identifierUris/any'],
    select: applicationProperties,
  },
  'directory/deletedItems/microsoft.graph.application': { select: applicationProperties },
  'directory/deletedItems/microsoft.graph.servicePrincipal': { select: principalProperties },
  'roleManagement/directory/roleAssignments': { filter: ['principalId', 'roleDefinitionId'] },
  organization: { select: organizationProperties },
  'auditLogs/directoryAudits': {
    filter: ['activityDateTime', 'activityDisplayName', 'targetResources/id', 'loggedByService', 'category'],
    orderBy: true,
  },
}

/** @throws BadQuery */
export function assertSupported(resource: string, target: Target): void {
  const { filter = [], expand = [], orderBy, select } = table[resource] ?? {}
  const fields = target.filter.map(({ field }) => field)
  const unknown =
    isSingle(target) && resource in singles ? fields : fields.filter((field) => !filter.includes(field))
  if (unknown.length > 0)
    refuse(
      'Request_UnsupportedQuery',
      `Unsupported or invalid query filter clause specified for property '${unknown[0]}'.`,
    )
  if (target.orderBy && !orderBy) refuse('Request_UnsupportedQuery', 'Unsupported sort property.')
  for (const name of target.expand === undefined ? [] : target.expand.split(','))
    if (!expand.includes(name)) missing(name)
  for (const name of (select && target.select) ?? [])
    if (select && !Object.hasOwn(select, name)) missing(name)
}

/** An address of one object takes no filter. */
const singles = { servicePrincipals: true, applications: true }

function missing(name: string): never {
  return refuse(
    'BadRequest',
    `Parsing OData Select and Expand failed: Could not find a property named '${name}'.`,
  )
}

function refuse(code: string, message: string): never {
  throw new BadQuery(code, message)
}
