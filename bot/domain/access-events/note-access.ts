import type { Tx } from '#platform/storage/database.ts'
import type { Deps, GrantState } from '../deps.ts'
import { eventSubjectOf } from '../events/event.ts'
import { noteLate } from '../events/note-event.ts'
import { draftAccessEvents } from './draft-access-events.ts'
import type { NotedGrant } from './noted-grant.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'catalog'>

const noted = new WeakMap<Tx, Map<string, NotedGrant>>()

/** Grants were stored: at the end of the transaction, events tell what has changed of access and status, and nothing else. */
export function noteGrants(
  deps: Needs,
  tx: Tx,
  changes: readonly (NotedGrant & { was?: GrantState | undefined })[],
): void {
  const moved = changes.filter(({ was, is }) => !was || !is || !isSame(was, is))
  if (moved.length > 0) noteAll(deps, tx, moved)
}

/** The same without a comparison with what was stored before: what was told decides. */
export function noteAll(deps: Needs, tx: Tx, grants: readonly NotedGrant[]): void {
  const known = noted.get(tx)
  const all = known ?? new Map<string, NotedGrant>()
  for (const { tenantId, setId, is, blocked } of grants)
    all.set(eventSubjectOf({ tenantId, setId }), { tenantId, setId, is, blocked })
  if (known) return
  noted.set(tx, all)
  noteLate(tx, () => draftAccessEvents(deps, tx, [...all.values()]))
}

/** Whether no event could be about it. A consent under way decides in which tenants an app with a limit is open. */
function isSame(was: GrantState, is: GrantState): boolean {
  return (
    was.status === is.status &&
    was.usable === is.usable &&
    was.memory.open?.until.getTime() === is.memory.open?.until.getTime() &&
    (was.memory.consent === undefined) === (is.memory.consent === undefined)
  )
}
