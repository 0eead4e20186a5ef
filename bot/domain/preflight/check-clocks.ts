import type { PreflightCause } from './causes.ts'
import { type Check, type CheckResult, failed, failedBy, passed, skipped, warning } from './check.ts'

/** Tokens are refused from about five minutes on. */
const mostSeconds = 300
const fineSeconds = 60

/** The clock of this machine against the one that tokens are checked by. */
export const clockCheck: Check = {
  id: 'clock',
  async run({ config, get, clock: now }) {
    const started = now().getTime()
    const answer = await get(
      `${config.loginBaseUrl}/${config.homeTenantId}/v2.0/.well-known/openid-configuration`,
    )
    if (!answer.read) return failedBy(answer.outcome)
    const theirs = Date.parse(answer.value.header('date') ?? '')
    if (Number.isNaN(theirs)) return skipped('noDate')
    // A `Date` header has whole seconds.
    return judge((started + now().getTime()) / 2 - theirs - 500, 'clockOff')
  },
}

/** The same for a PostgreSQL: several instances compare times that each wrote. */
export const databaseClockCheck: Check = {
  id: 'databaseClock',
  async run({ inspectDatabase, clock: now }) {
    const before = now().getTime()
    const facts = await inspectDatabase().catch(() => undefined)
    if (facts?.kind !== 'server') return skipped('needsDatabase')
    return judge((before + now().getTime()) / 2 - facts.now.getTime(), 'databaseClockOff')
  },
}

function judge(aheadMs: number, cause: PreflightCause): CheckResult {
  const ahead = Math.round(aheadMs / 1_000)
  const seconds = Math.abs(ahead)
  const facts = { seconds, side: ahead >= 0 ? 'ahead' : 'behind' }
  if (seconds > mostSeconds) return failed(cause, facts)
  if (seconds > fineSeconds) return warning(cause === 'clockOff' ? 'clockOffALittle' : cause, facts)
  return passed({ seconds })
}
