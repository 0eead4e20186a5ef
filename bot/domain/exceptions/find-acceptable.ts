import { UserError } from '#platform/base/errors.ts'
import type { Db } from '#platform/storage/database.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import { type PermissionKey, permissionKey, type Requirement, type Tier } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { listGrants } from '../grants/grants-store.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { hashOfFacts, isAcceptable, isOfTenant, isSevere } from '../status/acceptable.ts'
import type { Finding } from '../status/status.ts'
import type { ExceptionTerms } from './exception.ts'

/** Where findings are accepted; without a set, those about the whole tenant. */
export interface AcceptedPlace {
  tenantId: string
  setId?: string | undefined
}

export interface FoundFinding {
  /** '': about the whole tenant. */
  setId: string
  finding: Finding
  hash: string
}

/** What can be accepted there now, each once, in the order of its cards. */
export async function listAcceptable(db: Db, { tenantId, setId }: AcceptedPlace): Promise<FoundFinding[]> {
  const grants = await listGrants(db, tenantId)
  const own = setId === undefined ? grants : grants.filter((grant) => grant.setId === setId)
  const found = new Map<string, FoundFinding>()
  for (const grant of own) {
    if (grant.status === 'blocked') continue
    for (const finding of grant.findings.filter(isAcceptable)) {
      const wide = isOfTenant(finding.code)
      if (setId === undefined && !wide) continue
      const hash = hashOfFacts(finding)
      found.set(hash, { setId: wide ? '' : grant.setId, finding, hash })
    }
  }
  return [...found.values()]
}

/** Those with these facts. @throws UserError FINDING_GONE if one of them is not there any more */
export async function findAcceptable(
  db: Db,
  { terms, ...place }: AcceptedPlace & { terms: Pick<ExceptionTerms, 'hashes'> },
): Promise<FoundFinding[]> {
  const all = await listAcceptable(db, place)
  const found = all.filter(({ hash }) => terms.hashes.includes(hash))
  if (found.length === 0 || found.length < new Set(terms.hashes).size) throw new UserError('FINDING_GONE')
  return found
}

/** What the rule of two persons is asked about: the permissions of the findings, and whether one of them is an error. */
export async function riskOf(
  deps: Pick<Deps, 'catalog' | 'clientIds' | 'rules'>,
  db: Db,
  found: readonly FoundFinding[],
): Promise<{ permissions: readonly { tier: Tier }[]; isError: boolean }> {
  const permissions: { tier: Tier }[] = []
  for (const { setId, finding } of found) {
    const keys = finding.permissions ?? []
    if (keys.length === 0) continue
    const requirement = await getRequirement(deps, db, setId)
    for (const key of keys) permissions.push({ tier: tierOf(key, requirement) })
  }
  return { permissions, isError: found.some(({ finding }) => isSevere(finding)) }
}

/** What nobody rated is the worst case. */
const tierOf = (key: PermissionKey, { permissions }: Requirement): Tier =>
  permissions.find((each) => permissionKey(each) === key)?.tier ?? knownNames.byKey(key)?.tier ?? 0
