import { grantId } from '../world/directory.ts'
import { permissionsOfApi } from '../world/permissions.ts'
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

const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
const none = (): null => null
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
  appRoles: ({ principal, registration }) => rolesOf(principal.appId, registration),
  oauth2PermissionScopes: ({ principal }) => scopesOf(principal.appId),
}

const multi = 'AzureADMultipleOrgs'
const single = 'AzureADMyOrg'

function publisher(registration: Registration | undefined): Record<string, string | null> {
  if (!registration?.verifiedPublisher)
    return { displayName: null, verifiedPublisherId: null, addedDateTime: null }
  return {
    displayName: registration.publisher,
    verifiedPublisherId: '1234567',
    addedDateTime: '2024-05-02T08:00:00Z',
  }
}

function rolesOf(appId: string, registration: Registration | undefined): unknown[] {
  const own = registration?.appRoles.map((role) => ({ ...role, displayName: role.value })) ?? []
  const roles = permissionsOfApi(appId).filter((one) => one.type === 'Role')
  return [...roles, ...own].map(({ id, value, displayName }) => {
    const description = displayName
    return {
      allowedMemberTypes: ['Application'],
      description,
      displayName,
      id,
      isEnabled: true,
      origin: 'Application',
      value,
    }
  })
}

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

export const applicationProperties: Properties<Registration> = {
  id: (app) => app.objectId,
  deletedDateTime: none,
  appId: (app) => app.appId,
  createdDateTime: () => '2024-05-02T08:00:00Z',
  disabledByMicrosoftStatus: none,
  displayName: (app) => app.displayName,
  identifierUris: (app) => (app.identifierUri ? [app.identifierUri] : []),
  isDisabled: (app) => app.isDisabled,
  signInAudience: (app) => (app.multiTenant ? multi : single),
  verifiedPublisher: publisher,
  keyCredentials: (app) =>
    app.certificates.map((one) => ({
      customKeyIdentifier: Buffer.from(one.thumbprint, 'hex').toString('base64'),
      displayName: 'CN=emulated',
      endDateTime: time(one.endsAtMs),
      key: null,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    })),
  passwordCredentials: (app) =>
    app.secrets.map((secret) => ({
      customKeyIdentifier: null,
      displayName: 'secret',
      endDateTime: time(secret.endsAtMs),
      hint: secret.value.slice(0, 3),
      secretText: null,
    })),
  requiredResourceAccess: (app) =>
    [...Map.groupBy(app.required, (access) => access.resourceAppId)].map(([resourceAppId, list]) => {
      return { resourceAppId, resourceAccess: list.map(({ id, type }) => ({ id, type })) }
    }),
  web: (app) => ({
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: app.redirectUris,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
  }),
}
