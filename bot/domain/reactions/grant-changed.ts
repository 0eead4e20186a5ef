import type { Tx } from '#platform/storage/database.ts'
import { updateAlerts } from '../alerts/update-alerts.ts'
import { followCampaign } from '../campaigns/follow-campaign.ts'
import { listOpenLinks } from '../consent/consents-store.ts'
import type { ChangedGrant, Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { invalidateChanged } from '../requests/invalidate-requests.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds'>

/**
 * A grant was written. Links that it no longer waits for end; where a card would look different, the campaign of its set
 * follows, then its alerts; a block that begins or ends expires the requests that were made before it.
 */
export async function grantChanged(deps: Needs, tx: Tx, change: ChangedGrant): Promise<void> {
  await withdrawDropped(deps, tx, change)
  if (!change.isVisible) return
  const { tenantId, setId, requirementVersion, was, is } = change
  const { status } = is
  const byCampaign =
    was !== undefined && (await followCampaign(deps, tx, { tenantId, setId, requirementVersion, status }))
  await updateAlerts(deps, tx, { ...change, byCampaign })
  const isBlocked = is.memory.blocked !== undefined
  const wasBlocked = was?.memory.blocked !== undefined
  if (isBlocked !== wasBlocked) await invalidateChanged(deps, tx, { tenantId, setId })
}

/** A link is usable only while the memory of its grant names its consent, so it is dead already; the job updates its card. */
async function withdrawDropped(
  deps: Needs,
  tx: Tx,
  { tenantId, setId, was, is }: ChangedGrant,
): Promise<void> {
  const consentId = was?.memory.consent?.consentId
  if (consentId === undefined || consentId === is.memory.consent?.consentId) return
  const open = await listOpenLinks(tx, { tenantId, setId })
  if (!open.some((link) => link.consentId === consentId)) return
  await enqueue(deps.jobs, tx, {
    queue: 'consent.withdraw',
    key: `${consentId}:${tenantId}`,
    data: { consentId, tenantId },
    runAt: deps.clock(),
  })
}
