import { plainPerson } from '#platform/base/person.ts'
import { later, minutes } from '#platform/base/time.ts'
import type { PostedMessage } from '#platform/outbox/posted-cards-store.ts'
import { placeCard } from '#platform/outbox/show-card.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps, RemovedTenant } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { endLeaving } from './end-leaving.ts'
import { type Leaving, type LeavingApp, leavingSubject } from './leaving.ts'
import { insertLeaving, listOpenLeavings } from './leavings-store.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds'>

/** Time for whoever removed the tenant to delete the apps there. */
const firstCheckMs = minutes(5)

/**
 * A tenant was removed: what its reads last saw there of ours is read until it is gone, the reader last. The card is posted to
 * the person's own chat. Nothing, if nothing of ours was there.
 */
export async function startLeaving(
  deps: Needs,
  tx: Tx,
  { tenantId, isConnected, grants, by }: RemovedTenant,
): Promise<Leaving | undefined> {
  for (const older of await listOpenLeavings(tx, tenantId)) await endLeaving(deps, tx, older, 'stopped', by)
  const apps = deps.catalog.sets.flatMap(({ id }) => {
    const grant = grants.find(({ setId }) => setId === id)
    return grant ? leftOf(deps, grant) : []
  })
  const at = deps.clock()
  if (apps.length === 0 && !isConnected) return undefined
  const reader: LeavingApp = { clientId: deps.rules.readerClientId, held: 0, state: 'there', since: at }
  const all = isConnected ? [...apps, reader] : apps
  // Without the reader nothing was readable before, and nothing will be.
  return begin(deps, tx, {
    tenantId,
    apps: all,
    by,
    ...(!isConnected && { state: 'unreadable', endedAt: at }),
  })
}

/** What the last read of a set saw in the tenant: its app, and those that it replaced. */
export function leftOf(
  { clientIds, clock }: Needs,
  { setId, memory }: RemovedTenant['grants'][number],
): LeavingApp[] {
  const since = clock()
  const { servicePrincipal, appRoles = [], scopes = [] } = memory.facts?.value ?? {}
  const own = { clientId: (clientIds[setId] ?? '').toLowerCase(), held: appRoles.length + scopes.length }
  const former = memory.predecessors?.map(({ appId, objectId, held }) => ({
    clientId: appId,
    setId,
    isFormer: true as const,
    objectId,
    held: held?.count ?? 0,
    state: 'there' as const,
    since,
  }))
  return [
    ...(servicePrincipal
      ? [{ ...own, setId, objectId: servicePrincipal.id, state: 'there' as const, since }]
      : []),
    ...(former ?? []),
  ]
}

type Beginning = Pick<Leaving, 'tenantId' | 'apps' | 'by'> &
  Partial<Pick<Leaving, 'setId' | 'state' | 'endedAt'>> & {
    /** In the person's own chat: it becomes the card. */
    card?: PostedMessage | undefined
  }

/** Stores it, posts its card, and schedules the first read. */
export async function begin(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Tx,
  { card, ...beginning }: Beginning,
): Promise<Leaving> {
  const at = deps.clock()
  const by = plainPerson(beginning.by)
  const leaving = await insertLeaving(tx, {
    state: 'open',
    ...beginning,
    by,
    version: 1,
    startedAt: at,
  })
  const { tenantId, setId, apps } = leaving
  await placeCard(tx, { subject: leavingSubject(leaving), address: { person: by }, card, dueAt: at })
  const detail = { id: leaving.id, apps: apps.map((app) => app.setId ?? 'reader') }
  await append(tx, { at, actor: by, action: 'leaving.start', tenantId, setId, result: 'done', detail })
  if (leaving.state === 'open') await checkLeavingAt(deps, tx, leaving.id, later(at, firstCheckMs))
  return leaving
}

/** Replaces a read of it that is still waiting. */
export function checkLeavingAt(
  { jobs }: Pick<Deps, 'jobs'>,
  tx: Tx,
  leavingId: number,
  runAt: Date,
): Promise<void> {
  return enqueue(jobs, tx, { queue: 'leaving.check', key: `${leavingId}`, data: { leavingId }, runAt })
}
