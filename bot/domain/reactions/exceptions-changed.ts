import type { Tx } from '#platform/storage/database.ts'
import { updateAlerts } from '../alerts/update-alerts.ts'
import { isWaitedFor } from '../campaigns/members-store.ts'
import type { Deps } from '../deps.ts'
import { findAcceptance } from '../exceptions/find-acceptance.ts'
import { settleExceptions } from '../exceptions/settle-exceptions.ts'
import { listGrants } from '../grants/grants-store.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'

type Needs = Pick<Deps, 'clock' | 'jobs' | 'catalog' | 'clientIds' | 'rules'>

/** An exception began or ended: what it hides sleeps, and what it no longer hides is an alert again. */
export async function exceptionsChanged(deps: Needs, tx: Tx, tenantId: string): Promise<void> {
  const live = await settleExceptions(deps, tx, tenantId, { hasEnded: true })
  const requirements = await currentRequirements(deps, tx)
  const versions = new Map(requirements.map(({ setId, version }) => [setId, version]))
  for (const is of await listGrants(tx, tenantId)) {
    const { setId } = is
    const requirementVersion = versions.get(setId)
    // A set can leave the catalog; nothing alerts about it then.
    if (requirementVersion === undefined) continue
    await updateAlerts(deps, tx, {
      ...{ tenantId, setId, requirementVersion, is },
      isRead: false,
      byCampaign: await isWaitedFor(tx, { tenantId, setId }),
      findGranter: async () => undefined,
      acceptanceOf: findAcceptance(live, setId),
    })
  }
}
