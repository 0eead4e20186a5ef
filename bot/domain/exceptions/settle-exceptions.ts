import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Grant } from '../grants/grant.ts'
import { listGrants } from '../grants/grants-store.ts'
import { hashOfFacts, isExcepted, isOfTenant, subjectOf } from '../status/acceptable.ts'
import type { Finding } from '../status/status.ts'
import { refreshSummary } from '../tenants/tenants-store.ts'
import { endException } from './end-exception.ts'
import type { Exception } from './exception.ts'
import { listLiveExceptions, setExcepted } from './exceptions-store.ts'
import { findAcceptance } from './find-acceptance.ts'

/**
 * Ends the exceptions of a tenant whose facts are gone or others now, and notes which sets need no action because of the
 * others. Call it in the transaction that changed a grant; `hasEnded`: or ended an exception. Returns those that count now.
 */
export async function settleExceptions(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  tenantId: string,
  { hasEnded = false } = {},
): Promise<readonly Exception[]> {
  const before = await listLiveExceptions(tx, tenantId)
  // Nearly every tenant has none, and this is asked at every change of a grant.
  if (before.length === 0 && !hasEnded) return []
  const grants = await listGrants(tx, tenantId)
  const live: Exception[] = []
  for (const exception of before) {
    const because = judge(exception, grants)
    if (because === 'holds') live.push(exception)
    else await endException(deps, tx, exception, { because })
  }
  await noteExcepted(tx, grants, live)
  return live
}

/** A changed fact wakes for good, so that it isn't hidden again when it changes back. Pure. */
export function judge(exception: Exception, grants: readonly Grant[]): 'holds' | 'woken' | 'recovered' {
  const { setId, finding, factsHash } = exception
  const own = setId === '' ? grants : grants.filter((grant) => grant.setId === setId)
  const findings = own.flatMap((grant) => grant.findings)
  if (findings.some((each) => hashOfFacts(each) === factsHash)) return 'holds'
  const subject = subjectOf(finding)
  if (findings.some((each) => subjectOf(each) === subject)) return 'woken'
  return own.some((grant) => isHidden(grant, finding)) ? 'holds' : 'recovered'
}

/** A block, a failed read, or a lost connection says nothing about what it hides. */
function isHidden({ status, memory }: Grant, { code }: Finding): boolean {
  if (status === 'blocked') return true
  const isUnread = memory.readFailure !== undefined || memory.facts === undefined
  if (code === 'CONNECTION_LOST') return isUnread
  if (isOfTenant(code)) return false
  return isUnread || status === 'unknown' || memory.connectionLost !== undefined
}

async function noteExcepted(tx: Tx, grants: readonly Grant[], live: readonly Exception[]): Promise<void> {
  const [first] = grants
  let isChanged = false
  for (const grant of grants) {
    const find = findAcceptance(live, grant.setId)
    const excepted = isExcepted(grant, (finding) => find(finding) !== undefined)
    if (excepted === (grant.excepted ?? false)) continue
    await setExcepted(tx, { tenantId: grant.tenantId, setId: grant.setId, excepted })
    isChanged = true
  }
  if (first && isChanged) await refreshSummary(tx, first.tenantId)
}
