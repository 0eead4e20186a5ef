import { permissionKey } from '../catalog/permission-set.ts'
import {
  describeConsent,
  describeExtras,
  describeGaps,
  describeRemaining,
  describeSettings,
} from './describe-needs.ts'
import { describeDoubts, describeErrors, describePendingLoss, isEnabled } from './describe-trouble.ts'
import { drawPicture, type Picture, type StatusInput } from './picture.ts'
import type { Evaluation, Finding, Status } from './status.ts'

/** What the last complete read and the record say, before doubts about the read and before a block. */
interface Judgement {
  /** Absent: there is nothing to judge by. */
  status?: Status
  /** The status if a loss that only one read saw turns out to be none. */
  assumed?: Status
  findings: readonly Finding[]
}

const allGranted = ({ memory }: Picture): Finding => {
  const since = memory.verified?.at ?? memory.facts?.at
  return { code: 'ALL_GRANTED', who: 'nobody', ...(since ? { since } : {}) }
}

function judgeNeeds(picture: Picture, gapsOpen: boolean, settings: readonly Finding[]): Status | undefined {
  const { memory, facts, requirement, everVerified } = picture
  if (memory.consent) return 'granting'
  if (!facts || requirement.permissions.length === 0) return undefined
  if (gapsOpen) return everVerified ? 'updateRequired' : 'notGranted'
  return settings.some((finding) => finding.code === 'SETTING_MISSING') ? 'settingsRequired' : 'granted'
}

function judge(picture: Picture): Judgement {
  const errors = describeErrors(picture)
  const loss = describePendingLoss(picture)
  const settings = describeSettings(picture)
  const extras = describeExtras(picture)
  const needs = [...describeConsent(picture), ...describeGaps(picture), ...settings]
  const findings = [...errors, ...loss, ...needs, ...extras]
  if (errors.length > 0) return { status: 'error', findings }
  if (loss.length > 0) {
    const stillOpen = picture.gaps.some((gap) => !picture.lost.includes(permissionKey(gap.permission)))
    const assumed = judgeNeeds(picture, stillOpen, settings)
    return { status: 'unknown', ...(assumed ? { assumed } : {}), findings }
  }
  const status = judgeNeeds(picture, picture.gaps.length > 0, settings)
  if (status === 'granted') return { status, findings: [allGranted(picture), ...findings] }
  return { ...(status ? { status } : {}), findings }
}

/** Verified once and, at the last complete read, there and switched on. A lost connection or a failed read takes nothing away. */
function isUsable({ facts, requirement, gaps, lost, lossConfirmed, everVerified }: Picture): boolean {
  if (!facts || lossConfirmed) return false
  if (!facts.servicePrincipal) return lost.length > 0
  const complete = gaps.length === 0 && requirement.permissions.length > 0
  return isEnabled(facts.servicePrincipal) && (everVerified || complete)
}

/**
 * Status and findings of one set in one tenant. Pure: the same input gives the same answer, and the input is not changed.
 * The first of blocked, unknown, error, granting, notGranted, updateRequired, settingsRequired, granted that fits, wins; but a
 * loss that only one read saw is `unknown` after the errors, because those are certain. The cause is the first finding.
 */
export function evaluateStatus(input: StatusInput): Evaluation {
  const { memory } = input
  const picture = drawPicture(input)
  const judged = judge(picture)
  const doubts = describeDoubts(picture, input)
  const known = judged.status === 'unknown' ? judged.assumed : judged.status
  const lastKnown = known && picture.facts ? { lastKnown: known } : {}
  if (memory.blocked) {
    const { at, by } = memory.blocked
    const block: Finding = { code: 'BLOCKED_HERE', who: 'approver', since: at, facts: { by: by.name } }
    const findings = [block, ...describeRemaining(picture), ...doubts]
    return { status: 'blocked', findings, ...lastKnown, usable: false }
  }
  const usable = isUsable(picture)
  if (doubts.length > 0 || judged.status === undefined) {
    const findings = [...doubts, ...judged.findings.filter((finding) => finding.code !== 'ALL_GRANTED')]
    return { status: 'unknown', findings, ...lastKnown, usable }
  }
  const { status, findings } = judged
  return { status, findings, ...(status === 'unknown' ? lastKnown : {}), usable }
}
