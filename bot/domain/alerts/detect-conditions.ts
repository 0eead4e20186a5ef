import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation, Finding, FindingCode } from '../status/status.ts'
import type { AlertDetail, Because, Condition, GrantCondition } from './alert.ts'
import { grantConditions } from './alert.ts'

/** A grant as it was judged, with what it was judged by. */
export interface EvaluatedGrant extends Pick<Evaluation, 'status' | 'findings'> {
  memory: Pick<GrantMemory, 'facts' | 'readFailure' | 'connectionLost' | 'blocked'>
}

/** What is certainly so, and what certainly is not; a condition in neither list stays as it was. */
export interface DetectedConditions {
  holds: readonly { condition: Condition; detail: AlertDetail }[]
  ends: readonly { condition: Condition; because: Because }[]
}

const conditionOf: Partial<Record<FindingCode, GrantCondition>> = {
  PERMISSIONS_REMOVED: 'permissionsRemoved',
  APP_REMOVED: 'appRemoved',
  APP_DISABLED_BY_ADMIN: 'appDisabled',
  APP_DISABLED_BY_PUBLISHER: 'appDisabled',
  APP_DISABLED_BY_MICROSOFT: 'appDisabled',
  CONSENT_FAILED: 'consentFailed',
  CONSENT_NOT_CONFIRMED: 'consentFailed',
  PERMISSIONS_NEW: 'permissionsNew',
  SETTING_MISSING: 'settingMissing',
}

const nothing: DetectedConditions = { holds: [], ends: [] }

/**
 * The conditions of a grant as it is now; `was` is what it was before, if it was there. Pure. A failed or cut read and a loss
 * that only one read saw say nothing: `unknown` opens and ends nothing. The directory connection is a condition of the tenant
 * and is judged apart from the set.
 */
export function detectConditions(is: EvaluatedGrant, was?: EvaluatedGrant): DetectedConditions {
  const [connection, set] = [judgeConnection(is), judgeSet(is, was)]
  return { holds: [...connection.holds, ...set.holds], ends: [...connection.ends, ...set.ends] }
}

function judgeConnection({ memory, findings }: EvaluatedGrant): DetectedConditions {
  const { facts, connectionLost, readFailure } = memory
  // Never read: the tenant has lost nothing yet. A failed read says nothing of the connection.
  if (!facts || readFailure) return nothing
  if (!connectionLost) return { holds: [], ends: [{ condition: 'connectionLost', because: 'recovered' }] }
  const lost = findings.filter(({ code }) => code === 'CONNECTION_LOST')
  return lost.length > 0
    ? { holds: [{ condition: 'connectionLost', detail: { findings: lost } }], ends: [] }
    : nothing
}

function judgeSet(is: EvaluatedGrant, was: EvaluatedGrant | undefined): DetectedConditions {
  const { status, memory } = is
  if (status === 'blocked') return { holds: [], ends: endAll('blocked') }
  if (status === 'unknown' || memory.readFailure) return nothing
  const held = Map.groupBy(is.findings, (finding) => conditionOf[finding.code])
  const holds = grantConditions.flatMap((condition) => {
    const findings = held.get(condition) ?? []
    return findings.length > 0 ? [{ condition, detail: detailOf(findings, is, was) }] : []
  })
  const others = holds.length === 0 && status === 'error' ? is.findings.slice(0, 1) : []
  // What else is known of a tenant whose connection is lost is from before; only a consent can still fail.
  if (memory.connectionLost)
    return { holds: holds.filter(({ condition }) => condition === 'consentFailed'), ends: [] }
  const all = [...holds, ...(others.length > 0 ? [otherError(others)] : [])]
  const so = new Set<Condition>(all.map(({ condition }) => condition))
  // A new link is out: whether the last failure is over, its answer will tell.
  const undecided = status === 'granting' ? 'consentFailed' : undefined
  const ends = endAll('recovered').filter(({ condition }) => !so.has(condition) && condition !== undecided)
  return { holds: all, ends }
}

const endAll = (because: Because) => grantConditions.map((condition) => ({ condition, because }))

const otherError = (findings: readonly Finding[]) => ({
  condition: 'otherError' as const,
  detail: { findings },
})

function detailOf(
  findings: readonly Finding[],
  is: EvaluatedGrant,
  was: EvaluatedGrant | undefined,
): AlertDetail {
  const [now, before] = [is, was].map((judged) => judged?.memory.facts?.value.servicePrincipal?.id)
  const objectId = now ?? before
  return { findings, ...(objectId && { objectId }) }
}
