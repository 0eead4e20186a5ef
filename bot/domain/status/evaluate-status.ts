import { permissionKey, type Requirement } from '../catalog/permission-set.ts'
import { type Assessment, assess, type OtherUse, type StatusInput } from './assessment.ts'
import { describeClosure, describeOpening } from './closure.ts'
import {
  describeConsent,
  describeDisabledApis,
  describeExtras,
  describeGaps,
  describeRemaining,
  describeSettings,
  describeUnexplained,
} from './describe-needs.ts'
import { describeDoubts, describeErrors, describePendingLoss, isEnabled } from './describe-trouble.ts'
import { describeRetirements, describeUnconfirmed } from './describe-worth.ts'
import type { GrantMemory } from './memory.ts'
import { describePredecessors } from './predecessors.ts'
import type { Evaluation, Finding, Status } from './status.ts'

/** The result before doubts about the read and before a block. */
interface BaseEvaluation {
  /** Absent: there is no complete read, or no readable requirement. */
  status?: Status
  /** The status if an unconfirmed loss turns out to be none. */
  assumed?: Status
  findings: readonly Finding[]
}

const allGranted = ({ memory }: Assessment): Finding => {
  const since = memory.verified?.at ?? memory.facts?.at
  return { code: 'ALL_GRANTED', who: 'nobody', ...(since ? { since } : {}) }
}

function statusOfNeeds(
  { memory, facts, requirement, everVerified }: Assessment,
  gapsOpen: boolean,
  settings: readonly Finding[],
): Status | undefined {
  if (memory.consent) return 'granting'
  if (!facts || requirement.permissions.length === 0) return undefined
  if (gapsOpen) return everVerified ? 'updateRequired' : 'notGranted'
  return settings.some((finding) => finding.code === 'SETTING_MISSING') ? 'settingsRequired' : 'granted'
}

function evaluateBase(assessment: Assessment, now: Date): BaseEvaluation {
  const errors = describeErrors(assessment)
  const loss = describePendingLoss(assessment)
  const settings = describeSettings(assessment)
  const others = [...describeUnexplained(assessment), ...describeExtras(assessment)]
  const extras = [...others, ...formerApps(assessment)]
  const needs = [
    ...describeConsent(assessment),
    ...describeGaps(assessment),
    ...describeDisabledApis(assessment),
    ...settings,
    ...describeRetirements(assessment, now),
    ...describeUnconfirmed(assessment, now),
  ]
  const findings = [...errors, ...loss, ...needs, ...extras]
  if (errors.length > 0) return { status: 'error', findings }
  if (loss.length > 0) {
    const stillOpen = assessment.gaps.some((gap) => !assessment.lost.includes(permissionKey(gap.permission)))
    const assumed = statusOfNeeds(assessment, stillOpen, settings)
    return { status: 'unknown', ...(assumed ? { assumed } : {}), findings }
  }
  const status = statusOfNeeds(assessment, assessment.gaps.length > 0, settings)
  if (status === 'granted') return { status, findings: [allGranted(assessment), ...findings] }
  return { ...(status ? { status } : {}), findings }
}

const formerApps = ({ memory, requirement }: Assessment): Finding[] =>
  describePredecessors(memory, requirement)

/** Verified once and, at the last complete read, present and enabled. A failed read or lost connection changes nothing. */
function isUsable({ facts, requirement, gaps, lost, lossConfirmed, everVerified }: Assessment): boolean {
  if (!facts || lossConfirmed) return false
  if (!facts.servicePrincipal) return lost.length > 0
  const complete = gaps.length === 0 && requirement.permissions.length > 0
  return isEnabled(facts.servicePrincipal) && (everVerified || complete)
}

/** Whether the apps could use the data if the set was not blocked. */
export const wouldBeUsable = (requirement: Requirement, memory: GrantMemory): boolean =>
  isUsable(assess({ requirement, memory }))

/** Where an app of the set is open in other tenants instead. The status stays what was read; the apps may not use it. */
export function boundBy(evaluation: Evaluation, usedElsewhere: OtherUse | undefined): Evaluation {
  if (!usedElsewhere || !evaluation.usable) return evaluation
  const { app, limit } = usedElsewhere
  const facts = { names: app, count: String(limit) }
  const bound: Finding = { code: 'BOUND_ELSEWHERE', who: 'approver', facts }
  return { ...evaluation, findings: [bound, ...evaluation.findings], usable: false }
}

/**
 * Status and findings of one set in one tenant; the first finding is the cause. Pure, does not change the input. The first
 * match of blocked, unknown, error, granting, notGranted, updateRequired, settingsRequired, granted wins; but an
 * unconfirmed loss is `unknown` only after the errors, because those are certain.
 */
export const evaluateStatus = (input: StatusInput): Evaluation =>
  boundBy(evaluateAlone(input), input.usedElsewhere)

function evaluateAlone(input: StatusInput): Evaluation {
  const { memory } = input
  const assessment = assess(input)
  const base = evaluateBase(assessment, input.now)
  const doubts = describeDoubts(assessment, input)
  const known = statusLastRead(assessment, base, input.now)
  const lastKnown = known ? { lastKnown: known } : {}
  const closure = describeClosure(input.requirement, memory, input.now)
  if (closure) {
    // Of a closed set, the grant is meant to stay.
    const remaining = closure.code === 'BLOCKED_HERE' ? describeRemaining(assessment) : []
    // Whoever blocks decides about what is known then, and hides nothing that comes later.
    const unexplained = describeUnexplained(assessment, closure.since)
    const findings = [closure, ...unexplained, ...remaining, ...formerApps(assessment), ...doubts]
    return { status: 'blocked', findings, ...lastKnown, usable: false }
  }
  const opening = describeOpening(input.requirement, memory, input.now)
  const usable = isUsable(assessment)
  if (doubts.length > 0 || base.status === undefined) {
    const others = base.findings.filter((finding) => finding.code !== 'ALL_GRANTED')
    const findings = [...doubts, ...others, ...opening]
    return { status: 'unknown', findings, ...lastKnown, usable }
  }
  const { status } = base
  const findings = [...base.findings, ...opening]
  const isOfNow = status !== 'unknown' && !memory.connectionLost
  return { status, findings, ...(isOfNow ? {} : lastKnown), usable }
}

/** The status as of the last complete read: a connection lost since says nothing about what is granted. */
function statusLastRead(assessment: Assessment, base: BaseEvaluation, now: Date): Status | undefined {
  if (!assessment.facts) return undefined
  const { connectionLost, ...memory } = assessment.memory
  const { status, assumed } = connectionLost ? evaluateBase({ ...assessment, memory }, now) : base
  return status === 'unknown' ? assumed : status
}
