import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import type { Block, GrantMemory, Opening } from '../status/memory.ts'
import { deleteBlock, insertBlock } from './blocks-store.ts'
import type { Grant } from './grant.ts'
import { unwatchOpening, watchOpening } from './watch-opening.ts'

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

/**
 * Nobody opened the link of a grant for a time, so there is nothing to end: what was there before returns. `since`: when the
 * limit was set. A block that was there before it stays, and so does what was decided since. Returns the memory without it.
 */
export async function unlimitGrant(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  { tenantId, setId, memory }: Grant,
  since: Date,
): Promise<GrantMemory> {
  const { blocked, open, ...rest } = memory
  const isOf = (mark: { at: Date }): boolean => mark.at.getTime() === since.getTime()
  if (!blocked?.isFinal || !isOf(blocked) || (open && !isOf(open))) return memory
  await deleteBlock(tx, tenantId, setId)
  await unwatchOpening(deps, tx, { tenantId, setId })
  return rest
}
