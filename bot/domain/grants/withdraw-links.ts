import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import type { Grant } from './grant.ts'

/**
 * Ends what is out for this grant. A link lives only while the memory of its grant names its consent, so the caller,
 * who drops that memory in the same transaction, has already killed it; the job tells the card.
 */
export async function withdrawLinks(deps: Pick<Deps, 'jobs' | 'clock'>, tx: Tx, grant: Grant): Promise<void> {
  const consentId = grant.memory.consent?.consentId
  if (!consentId) return
  await enqueue(deps.jobs, tx, {
    queue: 'consent.withdraw',
    key: `${consentId}:${grant.tenantId}`,
    data: { consentId, tenantId: grant.tenantId },
    runAt: deps.clock(),
  })
}

/** Ends every link of a tenant that goes, that of the directory connection too. */
export async function withdrawAllLinks(
  deps: Pick<Deps, 'jobs' | 'clock'>,
  tx: Tx,
  tenantId: string,
): Promise<void> {
  await enqueue(deps.jobs, tx, {
    queue: 'consent.withdraw',
    key: `all:${tenantId}`,
    data: { tenantId },
    runAt: deps.clock(),
  })
}
