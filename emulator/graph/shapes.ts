import { grantId } from '../world/directory.ts'
import type { AppRole } from '../world/made-registration.ts'
import { type NamedAccess, permissionsOfApi } from '../world/permissions.ts'
import type { Registration, RoleGrant, ScopeGrant, ServicePrincipal } from '../world/types.ts'

/** Apps and their grants in Graph's words. */

export type Properties<T> = Readonly<Record<string, (item: T) => unknown>>

/** Only the selected properties are worked out: the roles of an API are hundreds of entries. */
export function shape<T>(
  item: T,
  properties: Properties<T>,
  select?: readonly string[],
): Record<string, unknown> {
  const body: Record<string, unknown> = {}
  if (!select) for (const name in properties) body[name] = properties[name]?.(item)
  else for (const name of select) if (Object.hasOwn(properties, name)) body[name] = properties[name]?.(item)
  return body
}

export const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
export const none = (): null => null
const noList = (): never[] => []

export interface KnownPrincipal {
  principal: ServicePrincipal
  registration: Registration | undefined
}

const isMicrosofts = (known: KnownPrincipal): boolean => known.registration === undefined

export const principalProperties: Properties<KnownPrincipal> = {
  id: ({ principal }) => principal.id,
  deletedDateTime: none,
  accountEnabled: ({ principal }) => principal.accountEnabled,
  alternativeNames: noList,
  appDisplayName: ({ principal }) => principal.displayName,
  appId: ({ principal }) => principal.appId,
  appOwnerOrganizationId: ({ principal }) => principal.ownerTenantId,
  appRoleAssignmentRequired: () => false,
  disabledByMicrosoftStatus: ({ principal }) => principal.disabledByMicrosoft ?? null,
  displayName: ({ principal }) => principal.displayName,
  isDisabled: ({ registration }) => (registration ? registration.isDisabled : null),
  replyUrls: ({ registration }) => registration?.redirectUris ?? [],
  servicePrincipalNames: ({ principal }) => [principal.appId],
  servicePrincipalType: () => 'Application',
  signInAudience: (known) => (isMicrosofts(known) || known.registration?.multiTenant ? multi : single),
  tags: () => ['WindowsAzureActiveDirectoryIntegratedApp'],
  verifiedPublisher: ({ registration }) => publisher(registration),
  keyCredentials: noList,
  passwordCredentials: noList,
  appRoles: ({ principal, registration }) => rolesOfApi(principal.appId, registration),
  oauth2PermissionScopes: ({ principal }) => scopesOf(principal.appId),
}

export const multi = 'AzureADMultipleOrgs'
export const single = 'AzureADMyOrg'

export function publisher(registration: Registration | undefined): Record<string, string | null> {
  if (!registration?.verifiedPublisher)
    return { displayName: null, verifiedPublisherId: null, addedDateTime: null }
  return {
    displayName: registration.publisher,
    verifiedPublisherId: '1234567',
    addedDateTime: '2024-05-02T08:00:00Z',
  }
}

/** The app roles of an API in Graph's words: Microsoft's, or those of a registration. */
export function rolesOfApi(
  appId: string,
  registration: Registration | undefined,
): { id: string; isEnabled: boolean }[] {
  const microsofts = permissionsOfApi(appId).filter((one) => one.type === 'Role')
  return [...microsofts.map(microsoftRole), ...(registration?.appRoles ?? []).map(ownRole)]
}

const microsoftRole = ({ id, value, displayName }: NamedAccess) => ({
  allowedMemberTypes: ['Application'],
  description: displayName,
  displayName,
  id,
  isEnabled: true,
  origin: 'Application',
  value,
})

export const ownRole = ({ id, value, made }: AppRole) => ({
  ...microsoftRole({ id, value, displayName: value, type: 'Role', resourceAppId: '' }),
  ...made,
})

function scopesOf(appId: string): unknown[] {
  const scopes = permissionsOfApi(appId).filter((one) => one.type === 'Scope')
  return scopes.map(({ id, value, displayName }) => {
    const admin = { adminConsentDescription: displayName, adminConsentDisplayName: displayName }
    return {
      ...admin,
      id,
      isEnabled: true,
      type: 'Admin',
      userConsentDescription: null,
      userConsentDisplayName: null,
      value,
    }
  })
}

/** An assignment as seen from the app that holds it. */
export function roleGrantBody(
  grant: RoleGrant,
  principal: ServicePrincipal,
  resource: ServicePrincipal | undefined,
): Record<string, unknown> {
  return {
    id: grantId(principal.id, `${grant.resourceAppId}/${grant.appRoleId}`),
    deletedDateTime: null,
    appRoleId: grant.appRoleId,
    createdDateTime: time(grant.createdAtMs),
    principalDisplayName: principal.displayName,
    principalId: principal.id,
    principalType: 'ServicePrincipal',
    resourceDisplayName: resource?.displayName ?? null,
    resourceId: resource?.id ?? null,
  }
}

export function scopeGrantBody(
  grant: ScopeGrant,
  principal: ServicePrincipal,
  resource: ServicePrincipal | undefined,
  oddBlanks: boolean,
): Record<string, unknown> {
  return {
    id: grantId(principal.id, `${grant.resourceAppId}/${grant.principalId ?? 'everybody'}`),
    clientId: principal.id,
    consentType: grant.principalId === undefined ? 'AllPrincipals' : 'Principal',
    principalId: grant.principalId ?? null,
    resourceId: resource?.id ?? '',
    scope: oddBlanks ? ` ${grant.words.join('  ')} ` : grant.words.join(' '),
  }
}
