import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation, Finding, FindingCode } from '../status/status.ts'
import type { AlertDetail, Because, Condition, GrantCondition, Severity } from './alert.ts'
import { grantConditions } from './alert.ts'

/** The evaluation of a grant with its inputs. */
export interface EvaluatedGrant extends Pick<Evaluation, 'status' | 'findings'> {
  memory: Pick<GrantMemory, 'facts' | 'readFailure' | 'connectionLost' | 'blocked'>
}

/** Conditions that certainly hold and that certainly ended; a condition in neither list is left as it is. */
export interface DetectedConditions {
  holds: readonly { condition: Condition; detail: AlertDetail; severity?: Severity }[]
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
  GRANTS_UNEXPLAINED: 'grantsUnexplained',
}

const nothing: DetectedConditions = { holds: [], ends: [] }

/**
 * The conditions of a grant, compared with the grant before the change, if it existed. Pure. A failed or partial read and an
 * unconfirmed loss leave the status `unknown`, which opens and ends nothing. The directory connection is a condition of the
 * tenant, so it is detected apart from the set.
 */
export function detectConditions(is: EvaluatedGrant, was?: EvaluatedGrant): DetectedConditions {
  const [connection, set] = [detectOfConnection(is), detectOfSet(is, was)]
  return { holds: [...connection.holds, ...set.holds], ends: [...connection.ends, ...set.ends] }
}

function detectOfConnection({ memory, findings }: EvaluatedGrant): DetectedConditions {
  const { facts, connectionLost, readFailure } = memory
  // Without a successful read, nothing is known about the connection.
  if (!facts || readFailure) return nothing
  if (!connectionLost) return { holds: [], ends: [{ condition: 'connectionLost', because: 'recovered' }] }
  const lost = findings.filter(({ code }) => code === 'CONNECTION_LOST')
  return lost.length > 0
    ? { holds: [{ condition: 'connectionLost', detail: { findings: lost } }], ends: [] }
    : nothing
}

function detectOfSet(is: EvaluatedGrant, was?: EvaluatedGrant): DetectedConditions {
  const { status, memory } = is
  if (status === 'blocked') return detectOfBlocked(is, was)
  if (status === 'unknown' || memory.readFailure) return nothing
  const holds = holdsOf(is, was)
  // With the connection lost, all other facts are outdated; only a consent can still fail.
  if (memory.connectionLost)
    return { holds: holds.filter(({ condition }) => condition === 'consentFailed'), ends: [] }
  // What is granted on top explains no error.
  const isTold = holds.some(({ condition }) => condition !== 'grantsUnexplained')
  const others = !isTold && status === 'error' ? is.findings.slice(0, 1).map(otherError) : []
  const all = [...holds, ...others]
  const current = new Set<Condition>(all.map(({ condition }) => condition))
  // While a new link is open, its outcome decides whether the last failure is over.
  if (status === 'granting') current.add('consentFailed')
  const over = endAll('recovered').filter(({ condition }) => !current.has(condition))
  return { holds: all, ends: [...over, ...endOfBeyond(is)] }
}

function holdsOf(is: EvaluatedGrant, was?: EvaluatedGrant): DetectedConditions['holds'] {
  const byCondition = Map.groupBy(is.findings, (finding) => conditionOf[finding.code])
  return grantConditions.flatMap((condition) => {
    const findings = byCondition.get(condition) ?? []
    if (findings.length === 0) return []
    const isTierZero = condition === 'grantsUnexplained' && findings.some(({ facts }) => facts?.tierZero)
    const severity = isTierZero ? { severity: 'critical' as const } : {}
    return [{ condition, detail: detailOf(findings, is, was), ...severity }]
  })
}

/** A block, or a set that is closed by default, keeps apps from the data; what is granted in Entra meanwhile is told all the same. */
function detectOfBlocked(is: EvaluatedGrant, was?: EvaluatedGrant): DetectedConditions {
  const { readFailure, connectionLost } = is.memory
  const told = holdsOf(is, was)
  const ends = grantConditions
    .filter((condition) => !told.some((each) => each.condition === condition))
    .map((condition) => ({ condition, because: whyHidden(is, was) }))
  return { holds: readFailure || connectionLost ? [] : told, ends }
}

/** Nobody blocks what its catalog closes, or what was open for a time only. */
function whyHidden(is: EvaluatedGrant, was?: EvaluatedGrant): Because {
  const isSame = is.memory.blocked?.at.getTime() === was?.memory.blocked?.at.getTime()
  if (is.memory.blocked && !isSame) return 'blocked'
  return was?.status === 'blocked' ? 'recovered' : 'closed'
}

const endAll = (because: Because) => grantConditions.map((condition) => ({ condition, because }))

/** Nothing is granted beyond the list any more, whichever link brought it. */
const endOfBeyond = ({ findings }: EvaluatedGrant): DetectedConditions['ends'] =>
  findings.some(({ code }) => code.startsWith('EXTRA_'))
    ? []
    : [{ condition: 'grantedBeyond', because: 'recovered' }]

const otherError = (finding: Finding) => ({
  condition: 'otherError' as const,
  detail: { findings: [finding] },
})

function detailOf(findings: readonly Finding[], is: EvaluatedGrant, was?: EvaluatedGrant): AlertDetail {
  const idOf = (grant?: EvaluatedGrant) => grant?.memory.facts?.value.servicePrincipal?.id
  const objectId = idOf(is) ?? idOf(was)
  return { findings, ...(objectId && { objectId }) }
}
