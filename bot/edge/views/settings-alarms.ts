import type { Condition } from '#domain/alerts/alert.ts'
import { listLiveAlertsOf } from '#domain/alerts/alerts-store.ts'
import type { Deps } from '#domain/deps.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { plainAlert } from '../../../cards/alert-text.ts'
import { alertData } from './alert-view.ts'

const aboutRegistrations: readonly Condition[] = [
  'credentialEnding',
  'credentialRefused',
  'registrationWrong',
]

/** The open operator alarms: in words and, for the credential of a set, its end date. */
export async function readAlarms(
  deps: Deps,
  scope: Scope,
): Promise<{ problems: readonly string[]; credentialEnds: ReadonlyMap<string, Date> }> {
  const problems: string[] = []
  const credentialEnds = new Map<string, Date>()
  for (const alert of await listLiveAlertsOf(deps.database.db, null)) {
    const { setId, condition, detail } = alert
    // Any other alarm can be about tenants that the person may not see.
    if (scope !== 'all' && !aboutRegistrations.includes(condition)) continue
    const endsAt = condition === 'credentialEnding' ? detail.facts?.endsAt : undefined
    if (setId && endsAt) credentialEnds.set(setId, new Date(endsAt))
    // A problem with the registration of a set is shown next to the set.
    else if (!setId) problems.push(plainAlert(await alertData(deps, alert)))
  }
  return { problems, credentialEnds }
}
