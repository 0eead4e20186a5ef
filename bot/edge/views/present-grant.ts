import type { Requirement } from '#domain/catalog/permission-set.ts'
import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import type { OtherUse } from '#domain/status/assessment.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'

/** Evaluates the stored facts for the current time, so that old ones are never shown as new. */
export function presentGrant(
  deps: Deps,
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
