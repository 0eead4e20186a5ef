import type { Person } from '#platform/base/person.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import { permissionKey, type Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { enterpriseAppLink } from '../directory/deep-links.ts'
import { listLiveExceptions } from '../exceptions/exceptions-store.ts'
import type { Grant } from '../grants/grant.ts'
import { presentGrant } from '../grants/present-grant.ts'
import { findUsedElsewhere } from '../grants/tenant-limit.ts'
import { standingBlock } from '../status/closure.ts'
import type { Finding } from '../status/status.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import type { PackException, PackFinding, PackTenant } from './pack.ts'
import { listVerifiedConsents } from './verified-consents-store.ts'

export type PackTenantNeeds = Pick<Deps, 'database' | 'clock' | 'catalog' | 'rules'>

interface Asked {
  tenantId: string
  setId: string
  requirement: Requirement
  grant: Grant | undefined
}

/** More would be the history, which has its own export. */
const mostConsents = 20

/** What holds in one tenant, by its own last read. Another one is never named, not even where it has the app. @throws UserError TENANT_UNKNOWN */
export async function readPackTenant(
  deps: PackTenantNeeds,
  { tenantId, setId, requirement, grant }: Asked,
): Promise<PackTenant> {
  const { db } = deps.database
  const { displayName, defaultDomain } = await getTenant(db, tenantId)
  const use = await findUsedElsewhere(deps, db, { tenantId, setId })
  const { status, lastKnown, findings } = presentGrant(deps, requirement, grant, use)
  const { facts } = grant?.memory ?? {}
  const blocked = standingBlock(grant?.memory ?? {})
  const objectId = facts?.value.servicePrincipal?.id
  const consents = await listVerifiedConsents(db, { tenantId, setId, limit: mostConsents })
  return {
    name: displayName,
    domain: defaultDomain,
    id: tenantId,
    status,
    ...(lastKnown && { lastKnown }),
    // The stored status can be older than what holds now.
    ...(grant?.status === status && { statusSince: grant.statusSince }),
    ...(facts && { readAt: facts.at }),
    findings: findings.map((finding) => packFinding(finding, requirement)),
    consents: consents.map(({ approvedBy, requestedBy, signer, ...consent }) => ({
      ...consent,
      requestedBy: nameOf(requestedBy),
      signer: nameOf(signer),
      ...(approvedBy && { approvedBy: nameOf(approvedBy) }),
    })),
    exceptions: await readExceptions(deps, { tenantId, setId, requirement }),
    ...(requirement.openForMs !== undefined && { isClosedByDefault: true as const }),
    ...(blocked && { blocked: { at: blocked.at, by: nameOf(blocked.by) } }),
    ...(objectId !== undefined && {
      entraUrl: enterpriseAppLink(deps.rules.cloud, { tenantId, objectId, appId: requirement.clientId }),
    }),
  }
}

/** Of the set, and of the whole tenant. */
async function readExceptions(
  { database }: PackTenantNeeds,
  { tenantId, setId, requirement }: Omit<Asked, 'grant'>,
): Promise<PackException[]> {
  const all = await listLiveExceptions(database.db, tenantId)
  return all
    .filter((each) => each.setId === '' || each.setId === setId)
    .map(({ finding, owner, by, acceptedAt, endsAt }) => ({
      finding: packFinding(finding, requirement),
      owner: nameOf(owner),
      acceptedBy: nameOf(by),
      acceptedAt,
      endsAt,
    }))
}

const nameOf = ({ name, objectId }: Person): string => name || `${objectId.slice(0, 8)}…`

/** Facts from the catalog, or from this tenant's read. What a person typed could name another tenant. */
const ownFacts = new Set(
  'count outcome code policy field api setting name names extras tierZero date what replacement alsoNeeds from status by approver'.split(
    ' ',
  ),
)

function packFinding(
  { code, who, since, permissions = [], facts = {} }: Finding,
  requirement: Requirement,
): PackFinding {
  const values = new Map(requirement.permissions.map((each) => [permissionKey(each), each.value]))
  return {
    code,
    who,
    ...(since && { since }),
    permissionValues: permissions.map((key) => values.get(key) ?? knownNames.byKey(key)?.value ?? key),
    facts: Object.fromEntries(Object.entries(facts).filter(([name]) => ownFacts.has(name))),
  }
}
