import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Block, GrantMemory, Opening } from '../status/memory.ts'
import { insertBlock } from './blocks-store.ts'
import type { Grant } from './grant.ts'
import { watchOpening } from './watch-opening.ts'

/**
 * A grant for a time: what follows its end is a block by whoever made it, which stands from now on and is lifted until then. One
 * that is there already stays, with its first blocker. Returns what the memory of the grant gets.
 */
export async function limitGrant(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  { tenantId, setId, memory }: Grant,
  open: Opening,
): Promise<Pick<GrantMemory, 'blocked' | 'open'>> {
  const { at, by, reason } = open
  const block: Block = { at, by, ...(reason !== undefined && { reason }), isFinal: true }
  if (!memory.blocked) await insertBlock(tx, tenantId, setId, block)
  await watchOpening(deps, tx, { tenantId, setId }, open)
  return { blocked: memory.blocked ?? block, open }
}
