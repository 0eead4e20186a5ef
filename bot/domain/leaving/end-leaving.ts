import { type Person, plainPerson } from '#platform/base/person.ts'
import { refreshCards } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { type Leaving, type LeavingState, leavingSubject } from './leaving.ts'
import { listOpenLeavings, updateLeaving } from './leavings-store.ts'

/** Ends an open one: it is not read any more. Its card says how it stood. */
export async function endLeaving(
  { clock }: Pick<Deps, 'clock'>,
  tx: Tx,
  leaving: Leaving,
  state: Extract<LeavingState, 'stopped' | 'returned'>,
  by?: Person,
): Promise<Leaving> {
  const at = clock()
  const ended = { ...leaving, state, endedAt: at, ...(by && { endedBy: plainPerson(by) }) }
  return storeLeaving(tx, leaving, ended, { at, actor: by ?? 'system' })
}

/** Stores a change that a person can see, and says it on the cards; its end is in the history too. */
export async function storeLeaving(
  tx: Tx,
  before: Leaving,
  next: Leaving,
  { at, actor }: { at: Date; actor: Person | 'system' },
): Promise<Leaving> {
  const stored = { ...next, version: before.version + 1 }
  if (!(await updateLeaving(tx, before, stored))) return before
  await refreshCards(tx, leavingSubject(stored), at, { urgent: stored.state !== 'open' })
  if (stored.state === 'open') return stored
  const { id, tenantId, setId, state, apps } = stored
  const left = apps.filter((app) => app.state !== 'gone').map((app) => app.setId ?? 'reader')
  const detail = { id, to: state, left }
  await append(tx, { at, actor, action: 'leaving.end', tenantId, setId, result: 'done', detail })
  return stored
}

/** The tenant was added again, or the set unblocked: what is there is wanted. */
export async function endLeavings(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  { tenantId, setId }: { tenantId: string; setId?: string },
): Promise<void> {
  for (const leaving of await listOpenLeavings(tx, tenantId))
    if (leaving.setId === setId) await endLeaving(deps, tx, leaving, 'returned')
}
