import { OutsideError } from '#platform/base/errors.ts'
import { seconds } from '#platform/base/time.ts'
import { systemTimers, type Timers, within } from '#platform/base/timers.ts'
import { type Check, type CheckId, type CheckResult, failed } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

/** The result of one check. */
export interface CheckReport {
  id: CheckId
  subject?: string
  result: CheckResult
}

export interface PreflightReport {
  at: Date
  checks: readonly CheckReport[]
}

/** Below the ten seconds for which somebody waits for all of them. */
const limitMs = seconds(8)

/** Runs all checks side by side. One that throws or takes too long has failed, and hides no other. */
export async function runChecks(
  checks: readonly Check[],
  world: PreflightWorld,
  timers: Timers = systemTimers,
): Promise<PreflightReport> {
  const reports = await Promise.all(
    checks.map(async (check): Promise<CheckReport> => {
      const { id, subject } = check
      const result = await within(timers, limitMs, runSafely(check, world))
      const late = failed('tooSlow', { seconds: limitMs / 1_000 })
      return { id, ...(subject !== undefined && { subject }), result: result ?? late }
    }),
  )
  return { at: world.clock(), checks: reports }
}

async function runSafely(check: Check, world: PreflightWorld): Promise<CheckResult> {
  try {
    return await check.run(world)
  } catch (error) {
    world.log.warn({ error, check: check.id }, 'a check of preflight failed')
    return failed('checkFailed', { why: reasonOf(error) })
  }
}

/** Never a message, which can quote what was read. */
function reasonOf(error: unknown): string {
  if (error instanceof OutsideError)
    return error.facts.code ?? String(error.facts.status ?? error.facts.service)
  return error instanceof Error ? error.name : typeof error
}

/** How many checks ended in each way. */
export function countStates({ checks }: PreflightReport): Readonly<Record<CheckResult['state'], number>> {
  const count = (state: CheckResult['state']) => checks.filter(({ result }) => result.state === state).length
  return {
    passed: count('passed'),
    warning: count('warning'),
    failed: count('failed'),
    skipped: count('skipped'),
  }
}
