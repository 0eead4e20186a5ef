import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { ChangedGrant } from '../deps.ts'
import type { About, Alert } from './alert.ts'
import { listLiveAlerts, listLiveAlertsOf } from './alerts-store.ts'
import { type DetectedConditions, detectConditions } from './detect-conditions.ts'
import { removeSubscriptionsOfTenant } from './subscriptions-store.ts'
import { type AlertNeeds, openAlert, renew, resolveAlert } from './write-alert.ts'

/** A grant that changed; `byCampaign`: a campaign covers its new permissions for all tenants at once. */
interface AlertedGrant extends Omit<ChangedGrant, 'isVisible'> {
  byCampaign: boolean
}

/** Opens, renews and ends the alerts of a grant that changed, in the transaction of the change. */
export async function updateAlerts(deps: AlertNeeds, tx: Tx, changed: AlertedGrant): Promise<void> {
  const verdict = detectConditions(changed.is, changed.was)
  if (verdict.holds.length + verdict.ends.length === 0) return
  const live = await listLiveAlerts(tx, changed.tenantId, changed.setId)
  for (const held of verdict.holds) await openOrRenew(deps, tx, changed, live, held)
  const by = changed.is.memory.blocked?.by ?? changed.by
  for (const { condition, because } of verdict.ends) {
    const alert = live.find((each) => each.condition === condition)
    if (alert) await resolveAlert(deps, tx, alert, { because: changed.by ? 'reset' : because, by })
  }
}

async function openOrRenew(
  deps: AlertNeeds,
  tx: Tx,
  { tenantId, setId, requirementVersion, byCampaign }: AlertedGrant,
  live: readonly Alert[],
  { condition, detail }: DetectedConditions['holds'][number],
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
  // A campaign covers newly required permissions once for all tenants.
  if (condition === 'permissionsNew' && byCampaign) return
  await openAlert(deps, tx, about, { detail })
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
