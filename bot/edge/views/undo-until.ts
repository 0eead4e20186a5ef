import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { standingBlock } from '#domain/status/closure.ts'
import { later } from '#platform/base/time.ts'

/** Until when a block can be undone; undefined when it can't. */
export function undoUntil(deps: Pick<Deps, 'clock' | 'rules'>, grant: Grant | undefined): Date | undefined {
  const blocked = grant && standingBlock(grant.memory)
  const until = blocked && !blocked.isFinal && later(blocked.at, deps.rules.undoMs)
  return until && until > deps.clock() ? until : undefined
}
