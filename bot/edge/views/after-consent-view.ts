import type { Requirement } from '#domain/catalog/permission-set.ts'
import { type ConsentLink, hasEnded } from '#domain/consent/consent.ts'
import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { presentGrant } from '#domain/grants/present-grant.ts'
import { findUsedElsewhere } from '#domain/grants/tenant-limit.ts'
import type { Finding } from '#domain/status/status.ts'
import type { AfterConsent } from '../../../cards/consent-data.ts'
import { entraLinkOf } from './entra-link.ts'
import { coachedFinding } from './refs.ts'

interface EndedLink {
  link: ConsentLink
  grant?: Grant | undefined
  requirement?: Requirement | undefined
}

/** What holds now in the tenant of a link that has ended: the consent alone doesn't say whether the set works. */
export async function afterOf(
  deps: Deps,
  { link, grant, requirement }: EndedLink,
): Promise<AfterConsent | undefined> {
  if (link.kind !== 'set' || !hasEnded(link.phase) || !grant || !requirement) return undefined
  const { tenantId, setId } = grant
  const elsewhere = await findUsedElsewhere(deps, deps.database.db, { tenantId, setId })
  const { status, findings } = presentGrant(deps, requirement, grant, elsewhere)
  return {
    status,
    findings: findings.map((finding) => coachedFinding(finding, requirement)),
    steps: findings.flatMap((finding) => stepOf(finding, requirement)),
    entraUrl: entraLinkOf(deps.rules, requirement.clientId, grant, findings),
  }
}

function stepOf({ code, facts }: Finding, { settings }: Requirement): AfterConsent['steps'] {
  const setting = code === 'SETTING_MISSING' && settings.find(({ id }) => id === facts?.setting)
  if (!setting) return []
  const { kind } = setting
  return [{ kind, name: kind === 'directoryRole' ? setting.roleName : setting.name }]
}
