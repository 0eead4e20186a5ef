import type { Outcome } from '#platform/microsoft/outcome.ts'
import { isCredentialRefused } from '#platform/microsoft/outcomes.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { About, AlertDetail } from './alert.ts'
import { listLiveAlertsOf } from './alerts-store.ts'
import { type AlertNeeds, openAlert, resolveAlert } from './write-alert.ts'

/** The alarm about a refused credential of the reader; undefined for every other failure. */
export function credentialAlarm(
  failure: Pick<Outcome, 'name' | 'code'>,
): { about: About; detail: AlertDetail & Required<Pick<AlertDetail, 'facts'>> } | undefined {
  if (!isCredentialRefused(failure)) return undefined
  const { name: outcome, code } = failure
  const facts = { app: 'reader', outcome, ...(code && { code }) }
  return { about: { condition: 'credentialRefused', edition: outcome }, detail: { facts } }
}

/** After a failed read: one refusal of our credential is definite and concerns every tenant, so it is told at once. */
export async function watchCredential(deps: AlertNeeds, tx: Tx, failure: Outcome): Promise<void> {
  const alarm = credentialAlarm(failure)
  if (alarm) await openAlert(deps, tx, alarm.about, { detail: alarm.detail })
}

/** A tenant could be read again. */
export async function endCredentialAlarm(deps: AlertNeeds, tx: Tx): Promise<void> {
  for (const alert of await listLiveAlertsOf(tx, null)) {
    if (alert.condition === 'credentialRefused') await resolveAlert(deps, tx, alert, { because: 'recovered' })
  }
}
