import type { Person } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { ChangedGrant } from '../deps.ts'
import type { About, Alert } from './alert.ts'
import { listLiveAlerts, listLiveAlertsOf } from './alerts-store.ts'
import { type DetectedConditions, detectConditions } from './detect-conditions.ts'
import { type AlertNeeds, openAlert, renew, resolveAlert } from './write-alert.ts'

/** A grant that changed; `byCampaign`: a campaign covers its new permissions for all tenants at once. */
interface AlertedGrant extends Omit<ChangedGrant, 'isVisible'> {
  byCampaign: boolean
}

/** Opens, renews, and resolves the alerts of a changed grant, in the transaction of the change. */
export async function updateAlerts(deps: AlertNeeds, tx: Tx, changed: AlertedGrant): Promise<void> {
  const { holds, ends } = detectConditions(changed.is, changed.was)
  if (holds.length + ends.length === 0) return
  const live = await listLiveAlerts(tx, changed.tenantId, changed.setId)
  for (const current of holds) await openOrRenew(deps, tx, changed, live, current)
  const by = changed.is.memory.blocked?.by ?? changed.by
  for (const { condition, because } of ends) {
    for (const alert of live.filter((each) => each.condition === condition))
      await resolveAlert(deps, tx, alert, { because: changed.by ? 'reset' : because, by })
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
  // New permissions of another list need another decision; every other condition keeps its alert when the list changes.
  const isAnother = condition === 'permissionsNew' && !known?.key.endsWith(`|${requirementVersion}`)
  if (known && !isAnother) {
    await renew(deps, tx, known, { detail, severity: known.severity })
    return
  }
  if (known) await resolveAlert(deps, tx, known, { because: 'superseded' })
  // The campaign covers the new permissions for all tenants.
  if (condition === 'permissionsNew' && byCampaign) return
  await openAlert(deps, tx, about, { detail })
}

/**
 * Resolves all alerts of a removed tenant. Subscriptions to it stay, and count again when it is added again: an approver
 * must not end a conversation's alerts by removing and adding a tenant.
 */
export async function endAlertsOfTenant(
  deps: AlertNeeds,
  tx: Tx,
  tenantId: string,
  by: Person,
): Promise<void> {
  for (const alert of await listLiveAlertsOf(tx, tenantId)) {
    await resolveAlert(deps, tx, alert, { because: 'removed', by })
  }
}
