const portal = 'https://entra.microsoft.com'

interface EnterpriseAppPlace {
  tenantId: string
  /** Object ID of the service principal in that tenant. */
  objectId: string
  appId: string
}

/** Overview page of an enterprise application in the Entra admin center. */
export function enterpriseAppLink(place: EnterpriseAppPlace): string {
  return bladeOf('Overview', place)
}

/** Properties page, with "Enabled for users to sign-in?". */
export function appPropertiesLink(place: EnterpriseAppPlace): string {
  return bladeOf('Properties', place)
}

/** Permissions page, where grants are listed and can be removed. */
export function appPermissionsLink(place: EnterpriseAppPlace): string {
  return bladeOf('Permissions', place)
}

/** Directory roles of a tenant, where they are assigned. */
export function directoryRolesLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`
}

/** All enterprise applications of a tenant, for an app with an unknown object ID. */
export function enterpriseAppsLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`
}

/** Admin consent requests that wait for a reviewer. */
export function consentRequestsLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AccessRequests`
}

/** Microsoft's page about an AADSTS error code. */
export function errorLookupLink(code: string): string {
  return `https://login.microsoftonline.com/error?code=${encodeURIComponent(code)}`
}

const tenantUrl = (tenantId: string): string => `${portal}/${encodeURIComponent(tenantId)}`

function bladeOf(page: string, { tenantId, objectId, appId }: EnterpriseAppPlace): string {
  const ids = `objectId/${encodeURIComponent(objectId)}/appId/${encodeURIComponent(appId)}`
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/${page}/${ids}`
}
