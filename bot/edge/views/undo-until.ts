import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { standingBlock } from '#domain/status/closure.ts'
import type { Block } from '#domain/status/memory.ts'
import { later } from '#platform/base/time.ts'

type Needs = Pick<Deps, 'clock' | 'rules'>

/** Until when the block of a grant can be undone; undefined when it can't. */
export const undoOfGrant = (deps: Needs, grant: Grant | undefined): Date | undefined =>
  undoUntil(deps, grant && standingBlock(grant.memory))

/** The same of a block that stands. */
export function undoUntil({ clock, rules }: Needs, blocked: Block | undefined): Date | undefined {
  const until = blocked && !blocked.isFinal && later(blocked.at, rules.undoMs)
  return until && until > clock() ? until : undefined
}
