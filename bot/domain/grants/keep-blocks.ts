import type { Tx } from '#platform/storage/database.ts'
import { insertBlock, listBlocks } from './blocks-store.ts'
import type { Grant } from './grant.ts'

/** Before grants are deleted: a block that an older instance made beside this one has no row yet. */
export async function keepBlocks(tx: Tx, tenantId: string, grants: readonly Grant[]): Promise<void> {
  const kept = await listBlocks(tx, tenantId)
  for (const { setId, memory } of grants)
    if (memory.blocked && !kept.has(setId)) await insertBlock(tx, tenantId, setId, memory.blocked)
}
