import type { Tx } from '#platform/storage/database.ts'
import { noteGrants } from '../access-events/note-access.ts'
import { updateAlerts } from '../alerts/update-alerts.ts'
import { followCampaign, isNewAccepted } from '../campaigns/follow-campaign.ts'
import type { ConsentLink } from '../consent/consent.ts'
import { listOpenLinks } from '../consent/consents-store.ts'
import { findLinkHolder, followGrant } from '../consent/follow-grant.ts'
import type { ChangedGrant, Deps } from '../deps.ts'
import { findAcceptance } from '../exceptions/find-acceptance.ts'
import { settleExceptions } from '../exceptions/settle-exceptions.ts'
import { endLeavings } from '../leaving/end-leaving.ts'
import { enqueue } from '../queues.ts'
import { invalidateChanged } from '../requests/invalidate-requests.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds' | 'rules' | 'react'>

/**
 * A grant was stored. Ends links that an act no longer wants; after a read, `updateLinks` decides about them.
 * If a card would look different, tells other systems, updates its exceptions, then the campaign of its set, then its alerts, then the cards of its last consents; a
 * block that begins, ends, or hides something else invalidates earlier requests.
 */
export async function grantChanged(deps: Needs, tx: Tx, change: ChangedGrant): Promise<void> {
  if (!change.isRead) await withdrawDropped(deps, tx, change)
  if (!change.isVisible) return
  noteGrants(deps, tx, [change])
  const { was, is, ...grant } = change
  const acceptanceOf = findAcceptance(await settleExceptions(deps, tx, change.tenantId), change.setId)
  const isAccepted = isNewAccepted(is.findings, (finding) => acceptanceOf(finding) !== undefined)
  const followed = { ...grant, status: is.status, isAccepted }
  const byCampaign = was !== undefined && (await followCampaign(deps, tx, followed))
  const findGranter = (kind: ConsentLink['kind']) => findLinkHolder(tx, { ...grant, kind })
  await updateAlerts(deps, tx, { ...change, byCampaign, findGranter, acceptanceOf })
  if (was && was.status !== is.status) await followGrant(deps, tx, grant)
  const isBlocked = is.memory.blocked !== undefined
  const wasBlocked = was?.memory.blocked !== undefined
  const isToExplain = is.memory.unexplained !== undefined || was?.memory.unexplained !== undefined
  // What is granted beyond the list is given back with the block, so an approval binds it; and so it does what it accepts.
  if (isBlocked || wasBlocked || isToExplain) await invalidateChanged(deps, tx, grant)
  if (wasBlocked && !isBlocked) await endLeavings(deps, tx, grant)
}

/** The link has ended already, because it is valid only while the memory names its consent; the job updates its card. */
async function withdrawDropped(deps: Needs, tx: Tx, change: ChangedGrant): Promise<void> {
  const { tenantId, setId, was, is } = change
  const consentId = was?.memory.consent?.consentId
  if (consentId === undefined || consentId === is.memory.consent?.consentId) return
  const open = await listOpenLinks(tx, { tenantId, setId })
  if (!open.some((link) => link.consentId === consentId)) return
  const job = { key: `${consentId}:${tenantId}`, data: { consentId, tenantId }, runAt: deps.clock() }
  await enqueue(deps.jobs, tx, { queue: 'consent.withdraw', ...job })
}
