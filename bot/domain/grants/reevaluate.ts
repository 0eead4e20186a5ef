import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import { isJudgedAlike, judgedOf } from '../status/judge-again.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation, Status } from '../status/status.ts'
import type { Grant } from './grant.ts'
import { textOfFacts } from './grant-json.ts'
import { haveSameFindings } from './lazy-grant.ts'

export interface GrantChange {
  setId: string
  from?: Status
  to: Status
}

/** A grant as it will be stored. */
export interface Reevaluation {
  grant: Grant
  requirement: Requirement
  /** As it is stored; absent: this set was never read in this tenant. */
  old?: Grant
  /** A card would look different afterwards. */
  visibleChange: boolean
  /** The change of status, if there is one. */
  change?: GrantChange
  /** The facts of `grant` as JSON, which comparing them has made. */
  factsText?: string | undefined
}

interface ReevaluationOrder {
  tenantId: string
  requirement: Requirement
  old?: Grant | undefined
  memory: GrantMemory
  /** The memory is from a complete read, whose time is stored with the tenant: an unchanged grant is not stored. */
  complete?: boolean
}

/** Evaluates `memory`. The version increases only if a card would look different. Undefined: nothing to store. */
export function reevaluate(
  { clock, rules }: Pick<Deps, 'clock' | 'rules'>,
  { tenantId, requirement, old, memory, complete = false }: ReevaluationOrder,
): Reevaluation | undefined {
  const now = clock()
  const evaluation = evaluateStatus({ requirement, memory, now, maxAgeMs: rules.maxAgeMs })
  const judged = judgedOf({ requirement, memory, now, program: rules.program }, evaluation)
  const setId = requirement.setId
  if (!old) {
    // A block can be older than its grant.
    const statusSince = memory.blocked?.at ?? now
    const grant = {
      ...evaluation,
      tenantId,
      setId,
      version: 1,
      statusSince,
      ...usableSince(evaluation, now),
      memory,
      ...(judged && { judged }),
    }
    return { grant, requirement, visibleChange: true, change: { setId, to: evaluation.status } }
  }
  const seen = showsSameCard(old, evaluation)
  const factsText = memory.facts && textOfFacts(memory.facts)
  const isSame = complete && seen && hasSameMemory(old.memory, memory, factsText)
  if (isSame && isJudgedAlike(old.judged, judged)) return undefined
  const moved = old.status !== evaluation.status
  const version = seen ? old.version : old.version + 1
  const statusSince = moved ? now : old.statusSince
  return {
    grant: {
      ...evaluation,
      tenantId,
      setId,
      memory,
      version,
      statusSince,
      ...usableSince(evaluation, now, old),
      ...(judged && { judged }),
    },
    requirement,
    old,
    visibleChange: !seen,
    factsText,
    ...(moved && { change: { setId, from: old.status, to: evaluation.status } }),
  }
}

function usableSince({ usable }: Evaluation, now: Date, old?: Grant): Pick<Grant, 'usableSince'> {
  if (!usable) return {}
  return { usableSince: old?.usable ? (old.usableSince ?? old.statusSince) : now }
}

const showsSameCard = (old: Grant, next: Evaluation): boolean =>
  old.status === next.status && old.usable === next.usable && haveSameFindings(old, next)

/** Equal, except for the read time. */
function hasSameMemory(old: GrantMemory, next: GrantMemory, factsText: string | undefined): boolean {
  const besideFacts = ({ facts: _, ...rest }: GrantMemory): string => JSON.stringify(rest)
  const before = old.facts && textOfFacts(old.facts)
  return old === next || (before === factsText && besideFacts(old) === besideFacts(next))
}
