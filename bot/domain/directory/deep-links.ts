const portal = 'https://entra.microsoft.com'

interface EnterpriseAppPlace {
  tenantId: string
  /** Object id of the service principal in that tenant. */
  objectId: string
  appId: string
}

/** Overview of an enterprise application in the Entra admin center, in the named tenant. */
export function enterpriseAppLink(place: EnterpriseAppPlace): string {
  return bladeOf('Overview', place)
}

/** Its Properties page, where "Enabled for users to sign-in?" stands. */
export function appPropertiesLink(place: EnterpriseAppPlace): string {
  return bladeOf('Properties', place)
}

/** Its Permissions page, where grants are listed and can be removed. */
export function appPermissionsLink(place: EnterpriseAppPlace): string {
  return bladeOf('Permissions', place)
}

/** The list of directory roles of a tenant, where a role is assigned. */
export function directoryRolesLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`
}

/** All enterprise applications of a tenant: for an app whose object id is not known. */
export function enterpriseAppsLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`
}

/** Requests for admin consent that wait for a reviewer. */
export function consentRequestsLink(tenantId: string): string {
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AccessRequests`
}

/** Microsoft's own page about an AADSTS number. */
export function errorLookupLink(code: string): string {
  return `https://login.microsoftonline.com/error?code=${encodeURIComponent(code)}`
}

const tenantUrl = (tenantId: string): string => `${portal}/${encodeURIComponent(tenantId)}`

function bladeOf(page: string, { tenantId, objectId, appId }: EnterpriseAppPlace): string {
  const ids = `objectId/${encodeURIComponent(objectId)}/appId/${encodeURIComponent(appId)}`
  return `${tenantUrl(tenantId)}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/${page}/${ids}`
}
