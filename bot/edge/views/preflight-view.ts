import { preflightCauses } from '#domain/preflight/causes.ts'
import type { CheckResult } from '#domain/preflight/check.ts'
import type { CheckReport, PreflightReport } from '#domain/preflight/run-checks.ts'
import type { PreflightData } from '../../../cards/preflight.ts'
import type { CheckData, CheckResultData } from '../../../cards/preflight-text.ts'
import { outcomeRef } from './refs.ts'

/** A run of the checks, for its card and for the terminal. */
export const preflightData = ({ at, checks }: PreflightReport, now: Date): PreflightData => ({
  now,
  checkedAt: at,
  checks: checks.map(checkData),
})

const checkData = ({ id, subject, result }: CheckReport): CheckData => ({
  id,
  ...(subject !== undefined && { subject }),
  result: resultData(result),
})

function resultData(result: CheckResult): CheckResultData {
  if ('outcome' in result) return { state: result.state, outcome: outcomeRef(result.outcome) }
  return 'cause' in result ? { ...result, who: preflightCauses[result.cause] } : result
}
