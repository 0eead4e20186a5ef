import type { ErrorFacts, UserErrorCode } from '#platform/base/errors.ts'

/** Why a set cannot be granted in one tenant. */
export interface Refusal {
  code: UserErrorCode
  facts: ErrorFacts
}
