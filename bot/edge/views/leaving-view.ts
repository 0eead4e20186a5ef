import type { Deps } from '#domain/deps.ts'
import { enterpriseAppLink } from '#domain/directory/deep-links.ts'
import { getLeaving } from '#domain/leaving/act-on-leaving.ts'
import { isReaderNext } from '#domain/leaving/apply-presence.ts'
import type { Leaving, LeavingApp } from '#domain/leaving/leaving.ts'
import { listLeavings } from '#domain/leaving/leavings-store.ts'
import { readReader } from '#domain/people/read-reader.ts'
import type { RoleReading, Scope } from '#domain/people/role-reading.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import { leavingCard } from '../../../cards/leaving.ts'
import { leavingListCard } from '../../../cards/leaving-list.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import type { SetRef } from '../../../cards/subjects.ts'
import { outcomeRef, setRef } from './refs.ts'
import { readTenantRef } from './tenant-ref.ts'

/** As many as a card holds well. */
const shown = 10

/** What is left in Entra of one tenant or set, for this person. @throws UserError LEAVING_UNKNOWN */
export async function showLeaving(
  deps: Deps,
  reading: Pick<RoleReading, 'given'>,
  { leavingId, notice }: { leavingId: number; notice?: Notice },
): Promise<Card> {
  const leaving = await getLeaving(deps, leavingId)
  const { tenantId, setId, failure, apps } = leaving
  if (!isInScope(scopeOf(reading, 'viewer'), tenantId)) throw new UserError('LEAVING_UNKNOWN')
  const { id, state, by, startedAt, checkedAt, lostAt, endedBy } = leaving
  return leavingCard({
    now: deps.clock(),
    id,
    tenant: await readTenantRef(deps, tenantId),
    set: setId === undefined ? undefined : namedSet(deps, setId),
    state,
    by,
    startedAt,
    checkedAt,
    readerNext: isReaderNext(leaving),
    lost: lostAt !== undefined,
    failure: failure && outcomeRef(failure),
    endedBy,
    rows: apps.map((app) => rowOf(deps, leaving, app)),
    rights: {
      sync: isInScope(scopeOf(reading, 'operator'), tenantId),
      grant: isInScope(scopeOf(reading, 'approver'), tenantId),
    },
    notice,
  })
}

/** The card in somebody's own chat. @throws UserError LEAVING_UNKNOWN */
export async function showFollowedLeaving(deps: Deps, id: string, address: Address): Promise<Card> {
  if (!('person' in address)) throw new UserError('LEAVING_UNKNOWN')
  return showLeaving(deps, await readReader(deps, address.person), { leavingId: Number(id) })
}

/** All of these tenants, open ones first. */
export async function showLeavings(deps: Deps, scope: Scope): Promise<Card> {
  const all = await listLeavings(deps.database.db, scope, shown + 1)
  const rows = await Promise.all(
    all.slice(0, shown).map(async (leaving) => ({
      id: leaving.id,
      tenant: await readTenantRef(deps, leaving.tenantId),
      set: leaving.setId === undefined ? undefined : namedSet(deps, leaving.setId),
      state: leaving.state,
      left: leaving.apps.filter(({ state }) => state !== 'gone').length,
      startedAt: leaving.startedAt,
    })),
  )
  return leavingListCard({ now: deps.clock(), rows, hasMore: all.length > shown })
}

function rowOf(deps: Deps, { tenantId }: Leaving, app: LeavingApp) {
  const { setId, isFormer = false, state, since, held, objectId, clientId } = app
  const place = objectId && { tenantId, objectId, appId: clientId }
  return {
    set: setId === undefined ? undefined : namedSet(deps, setId),
    isFormer,
    state,
    since,
    held,
    objectId,
    url: place ? enterpriseAppLink(deps.rules.cloud, place) : undefined,
  }
}

/** A set that the catalog doesn't have any more keeps its ID. */
function namedSet({ catalog }: Pick<Deps, 'catalog'>, setId: string): SetRef {
  const set = catalog.sets.find(({ id }) => id === setId)
  return set ? setRef(set) : { id: setId, name: setId }
}
