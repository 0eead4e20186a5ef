import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import type { Status } from '../status/status.ts'
import { listBlocks } from './blocks-store.ts'
import { changeGrants } from './change-grant.ts'
import { reevaluate } from './reevaluate.ts'

/**
 * A tenant that is added again has the blocks that it had: before anything is read, so that they can be seen, and lifted by
 * the rule of unblocking. Sets that the catalog does not have now get theirs with their first read. Returns the statuses.
 */
export async function restoreBlocks(
  deps: Pick<Deps, 'clock' | 'rules' | 'react' | 'catalog' | 'clientIds'>,
  tx: Tx,
  tenantId: string,
): Promise<Record<string, Status>> {
  const blocks = await listBlocks(tx, tenantId)
  if (blocks.size === 0) return {}
  const found = (await currentRequirements(deps, tx)).flatMap((requirement) => {
    const blocked = blocks.get(requirement.setId)
    return (blocked && reevaluate(deps, { tenantId, requirement, memory: { blocked } })) ?? []
  })
  const changes = await changeGrants(deps, tx, tenantId, found)
  return Object.fromEntries(changes.map(({ setId, to }) => [setId, to]))
}
