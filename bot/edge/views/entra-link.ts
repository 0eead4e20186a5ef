import type { Rules } from '#domain/deps.ts'
import { appPropertiesLink, directoryRolesLink, enterpriseAppLink } from '#domain/directory/deep-links.ts'
import type { Grant } from '#domain/grants/grant.ts'
import type { Finding } from '#domain/status/status.ts'

/** `entraLink` of a grant. */
export const entraLinkOf = (
  rules: Pick<Rules, 'cloud'>,
  clientId: string,
  grant: Grant | undefined,
  findings: readonly Finding[],
): string | undefined =>
  grant &&
  entraLink(
    rules,
    clientId,
    { tenantId: grant.tenantId, objectId: grant.memory.facts?.value.servicePrincipal?.id },
    findings,
  )

/** The page of the Entra admin center where the first finding can be fixed, or else the app's own page. */
export function entraLink(
  { cloud }: Pick<Rules, 'cloud'>,
  clientId: string,
  { tenantId, objectId }: { tenantId: string; objectId: string | undefined },
  findings: readonly Finding[],
): string | undefined {
  if (objectId === undefined) return undefined
  const place = { tenantId, objectId, appId: clientId }
  const [first] = findings
  if (first?.code === 'APP_DISABLED_BY_ADMIN') return appPropertiesLink(cloud, place)
  const missesRole = first?.code === 'SETTING_MISSING' && first.who === 'privilegedRoleAdministrator'
  return missesRole ? directoryRolesLink(cloud, tenantId) : enterpriseAppLink(cloud, place)
}

/** The page of the first enterprise application that the set replaced and that is still there. */
export function formerAppLink(
  { cloud }: Pick<Rules, 'cloud'>,
  tenantId: string,
  findings: readonly Finding[],
): string | undefined {
  const { appId, objectId } = findings.find(({ code }) => code === 'PREDECESSOR_REMAINS')?.facts ?? {}
  return appId && objectId ? enterpriseAppLink(cloud, { tenantId, objectId, appId }) : undefined
}
