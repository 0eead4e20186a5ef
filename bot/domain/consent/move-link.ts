import { UserError } from '#platform/base/errors.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { ConsentLink, LinkPhase } from './consent.ts'
import { updateLink } from './consents-store.ts'

/** Moves a link to a phase by compare-and-set: of two concurrent moves, one is refused. @throws UserError LINK_USED */
export async function moveLink(
  tx: Tx,
  link: ConsentLink,
  phase: LinkPhase,
  at: Date,
  changes: Partial<ConsentLink> = {},
): Promise<ConsentLink> {
  const times = link.phase === phase ? link.times : { ...link.times, [phase]: at }
  const moved: ConsentLink = { ...link, ...changes, phase, times, version: link.version + 1 }
  if (!(await updateLink(tx, moved, link.version))) throw new UserError('LINK_USED')
  return moved
}
