import type { Deps } from '#domain/deps.ts'
import type { Grant } from '#domain/grants/grant.ts'
import { later } from '#platform/base/time.ts'

/** Until when a block can be undone; undefined when it can't. */
export function undoUntil(deps: Pick<Deps, 'clock' | 'rules'>, grant: Grant | undefined): Date | undefined {
  const until = grant?.memory.blocked && later(grant.memory.blocked.at, deps.rules.undoMs)
  return until && until > deps.clock() ? until : undefined
}
