import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { OtherUse } from '../status/assessment.ts'
import { standingBlock } from '../status/closure.ts'
import { findGaps } from '../status/compare-permissions.ts'
import { boundBy, evaluateStatus, wouldBeUsable } from '../status/evaluate-status.ts'
import { stillHolds } from '../status/judge-again.ts'
import type { Block } from '../status/memory.ts'
import type { Evaluation } from '../status/status.ts'
import type { Grant } from './grant.ts'
import { hasConsentToReset, isResettable } from './reset-refusal.ts'

type Needs = Pick<Deps, 'clock' | 'rules'>

/** Evaluates the stored facts for the current time, so that old ones are never shown as new. */
export function presentGrant(
  deps: Needs,
  requirement: Requirement,
  grant: Grant | undefined,
  usedElsewhere: OtherUse | undefined,
): Evaluation {
  const memory = grant?.memory ?? {}
  return evaluateStatus({
    requirement,
    memory,
    now: deps.clock(),
    maxAgeMs: deps.rules.maxAgeMs,
    usedElsewhere,
  })
}

/** What a row of a card shows of a grant, for the current time. */
export interface GrantFace extends Evaluation {
  version: number
  statusSince?: Date
  /** The last complete read. */
  readAt?: Date
  /** Required permissions that are granted. */
  granted?: number
  /** Of the enterprise application. */
  objectId?: string
  consentId?: string
  canReset: boolean
  /** The one that stands. */
  block?: Block | undefined
  /** An app of the set is open elsewhere, but lifting the block would let nobody use anything: the limit doesn't stand against it. */
  isUnused?: true
}

/** From the memory; without a grant, of a set that was never read. */
export function faceOf(
  deps: Needs,
  requirement: Requirement,
  grant: Grant | undefined,
  usedElsewhere: OtherUse | undefined,
): GrantFace {
  const evaluation = presentGrant(deps, requirement, grant, usedElsewhere)
  if (!grant) return { ...evaluation, version: 0, canReset: false }
  const { version, statusSince, memory } = grant
  const { facts, consent } = memory
  const objectId = facts?.value.servicePrincipal?.id
  const required = requirement.permissions
  const block = standingBlock(memory)
  return {
    ...evaluation,
    version,
    statusSince,
    ...(facts && { readAt: facts.at, granted: required.length - findGaps(required, facts.value).length }),
    ...(objectId !== undefined && { objectId }),
    ...(consent && { consentId: consent.consentId }),
    canReset: isResettable({ status: evaluation.status, clears: hasConsentToReset(memory) }),
    block,
    ...(usedElsewhere && block && !wouldBeUsable(requirement, memory) && { isUnused: true }),
  }
}

/** The same from what is stored as judged; undefined if the memory must be judged again. `checkedAt`: of the tenant. */
export function storedFaceOf(
  { clock, rules }: Needs,
  requirement: Requirement,
  { judged, status, findings, lastKnown, usable, version, statusSince }: Omit<Grant, 'memory'>,
  { checkedAt, use }: { checkedAt: Date | undefined; use: OtherUse | undefined },
): GrantFace | undefined {
  if (!judged) return undefined
  const { granted, objectId, consentId, failed } = judged
  const readAt = new Date(Math.max(judged.readAt, checkedAt?.getTime() ?? judged.readAt))
  const { maxAgeMs, program } = rules
  if (!stillHolds(judged, { requirement, now: clock(), maxAgeMs, program, readAt })) return undefined
  const clears = failed === true || consentId !== undefined
  return {
    ...boundBy({ status, findings, ...(lastKnown && { lastKnown }), usable }, use),
    version,
    statusSince,
    readAt,
    granted,
    ...(objectId !== undefined && { objectId }),
    ...(consentId !== undefined && { consentId }),
    canReset: isResettable({ status, clears }),
  }
}
