import type { Cloud } from '#platform/config/clouds.ts'

/** Addresses for people, all of the configured cloud. */
export type LinkCloud = Pick<Cloud, 'portalUrl' | 'loginHosts'>

interface EnterpriseAppPlace {
  tenantId: string
  /** Object ID of the service principal in that tenant. */
  objectId: string
  appId: string
}

/** Overview page of an enterprise application in the Entra admin center. */
export function enterpriseAppLink(cloud: LinkCloud, place: EnterpriseAppPlace): string {
  return bladeOf(cloud, 'Overview', place)
}

/** Properties page, with "Enabled for users to sign-in?". */
export function appPropertiesLink(cloud: LinkCloud, place: EnterpriseAppPlace): string {
  return bladeOf(cloud, 'Properties', place)
}

/** Directory roles of a tenant, where they are assigned. */
export function directoryRolesLink(cloud: LinkCloud, tenantId: string): string {
  return `${tenantUrl(cloud, tenantId)}/#view/Microsoft_AAD_IAM/RolesManagementMenuBlade/~/AllRoles`
}

/** Microsoft's page about an AADSTS error code. */
export function errorLookupLink({ loginHosts: [host] }: LinkCloud, code: string): string {
  return `https://${host}/error?code=${encodeURIComponent(code)}`
}

/** Most IDs are as they stand in a URL; encoding them takes ten times as long as seeing that. */
const part = (id: string): string => (/^[\w-]*$/.test(id) ? id : encodeURIComponent(id))

const tenantUrl = ({ portalUrl }: LinkCloud, tenantId: string): string => `${portalUrl}/${part(tenantId)}`

function bladeOf(cloud: LinkCloud, page: string, place: EnterpriseAppPlace): string {
  const { tenantId, objectId, appId } = place
  const ids = `objectId/${part(objectId)}/appId/${part(appId)}`
  return `${tenantUrl(cloud, tenantId)}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/${page}/${ids}`
}
