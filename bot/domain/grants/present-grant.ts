import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import type { OtherUse } from '../status/assessment.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { Grant } from './grant.ts'

/** Evaluates the stored facts for the current time, so that old ones are never shown as new. */
export function presentGrant(
  deps: Pick<Deps, 'clock' | 'rules'>,
  requirement: Requirement,
  grant: Grant | undefined,
  usedElsewhere: OtherUse | undefined,
) {
  const memory = grant?.memory ?? {}
  return evaluateStatus({
    requirement,
    memory,
    now: deps.clock(),
    maxAgeMs: deps.rules.maxAgeMs,
    usedElsewhere,
  })
}
