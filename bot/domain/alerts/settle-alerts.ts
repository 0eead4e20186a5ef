import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { About, Alert } from './alert.ts'
import { listLiveAlerts, listLiveAlertsOf } from './alerts-store.ts'
import { detectConditions, type Judged, type Verdict } from './detect-conditions.ts'
import { isToldByItself } from './is-told-by-itself.ts'
import { removeSubscriptionsOfTenant } from './subscriptions-store.ts'
import { type AlertNeeds, openAlert, renew, resolveAlert } from './write-alert.ts'

/** A grant that changed, as the one place that writes grants hands it over. */
export interface ChangedGrant {
  tenantId: string
  setId: string
  requirementVersion: string
  is: Judged
  was?: Judged
  /** A campaign tells of its new permissions. */
  byCampaign?: boolean
  /** Who did it, where somebody did. */
  by?: Person
}

/** Opens, renews and ends the alerts of a grant that changed, in the transaction of the change. */
export async function settleAlerts(deps: AlertNeeds, tx: Tx, changed: ChangedGrant): Promise<void> {
  const verdict = detectConditions(changed.is, changed.was)
  if (verdict.holds.length + verdict.ends.length === 0) return
  const live = await listLiveAlerts(tx, changed.tenantId, changed.setId)
  for (const held of verdict.holds) await hold(deps, tx, changed, live, held)
  const by = changed.is.memory.blocked?.by ?? changed.by
  for (const { condition, because } of verdict.ends) {
    const alert = live.find((each) => each.condition === condition)
    if (alert) await resolveAlert(deps, tx, alert, { because: changed.by ? 'reset' : because, by })
  }
}

async function hold(
  deps: AlertNeeds,
  tx: Tx,
  { tenantId, setId, requirementVersion, byCampaign = false }: ChangedGrant,
  live: readonly Alert[],
  { condition, detail }: Verdict['holds'][number],
): Promise<void> {
  const about: About =
    condition === 'connectionLost'
      ? { tenantId, condition, edition: '' }
      : { tenantId, setId, condition, edition: requirementVersion }
  const known = live.find((each) => each.condition === condition)
  // Another list asks for another decision; any other trouble goes on under its number whatever the list is now.
  const isAnother = condition === 'permissionsNew' && !known?.key.endsWith(`|${requirementVersion}`)
  if (known && !isAnother) {
    await renew(deps, tx, known, { detail, severity: known.severity })
    return
  }
  if (known) await resolveAlert(deps, tx, known, { because: 'superseded' })
  if (isToldByItself(about, byCampaign)) await openAlert(deps, tx, about, { detail })
}

/** The tenant goes: nothing more is told of it. */
export async function endAlertsOfTenant(
  deps: AlertNeeds,
  tx: Tx,
  tenantId: string,
  by: Person,
): Promise<void> {
  for (const alert of await listLiveAlertsOf(tx, tenantId)) {
    await resolveAlert(deps, tx, alert, { because: 'removed', by })
  }
  await removeSubscriptionsOfTenant(tx, tenantId)
}
