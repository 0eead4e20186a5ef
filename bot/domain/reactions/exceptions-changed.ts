import type { Tx } from '#platform/storage/database.ts'
import { updateAlerts } from '../alerts/update-alerts.ts'
import { followCampaign, isNewAccepted } from '../campaigns/follow-campaign.ts'
import type { Deps } from '../deps.ts'
import { findAcceptance } from '../exceptions/find-acceptance.ts'
import { settleExceptions } from '../exceptions/settle-exceptions.ts'
import { listGrants } from '../grants/grants-store.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds' | 'rules'>

/** An exception began or ended: what it hides sleeps and is asked of nobody; what it no longer hides is an alert again, or its campaign's. */
export async function exceptionsChanged(deps: Needs, tx: Tx, tenantId: string): Promise<void> {
  const live = await settleExceptions(deps, tx, tenantId, { hasEnded: true })
  const requirements = await currentRequirements(deps, tx)
  const versions = new Map(requirements.map(({ setId, version }) => [setId, version]))
  for (const is of await listGrants(tx, tenantId)) {
    const { setId } = is
    const requirementVersion = versions.get(setId)
    // A set can leave the catalog; nothing alerts about it then.
    if (requirementVersion === undefined) continue
    const acceptanceOf = findAcceptance(live, setId)
    const isAccepted = isNewAccepted(is.findings, (finding) => acceptanceOf(finding) !== undefined)
    const followed = { tenantId, setId, requirementVersion, status: is.status, isAccepted }
    await updateAlerts(deps, tx, {
      ...{ tenantId, setId, requirementVersion, is },
      isRead: false,
      byCampaign: await followCampaign(deps, tx, followed),
      findGranter: async () => undefined,
      acceptanceOf,
    })
  }
}
