import type { Tx } from '#platform/storage/database.ts'
import { listOpenLinks } from '../consent/consents-store.ts'
import type { Deps } from '../deps.ts'
import { evaluateAccess } from '../grants/evaluate-access.ts'
import { listGrants } from '../grants/grants-store.ts'
import { limitedApps, setsOf } from '../grants/tenant-limit.ts'
import { listTenantsUsing } from '../grants/used-grants-store.ts'
import type { Status } from '../status/status.ts'
import type { Effects } from './effects.ts'

export type ObserveDeps = Pick<Deps, 'catalog' | 'clientIds' | 'clock' | 'rules'>

type Link = Pick<Effects['links'][number], 'tenantId' | 'kind'> & { consentId: string }

/** How it stands in some tenants, as the transaction sees it. */
export interface ObservedState {
  statuses: ReadonlyMap<string, Status>
  /** Where apps may use the data. */
  allowed: ReadonlySet<string>
  /** Links that have not ended, by id. */
  links: ReadonlyMap<string, Link>
  /** Tenants with a consent that a grant of theirs waits for: once it no longer does, a job ends its links there. */
  awaited: ReadonlySet<string>
}

const keyOf = (tenantId: string, setId: string): string => `${tenantId} ${setId}`

function placeOf(key: string): { tenantId: string; setId: string } {
  const [tenantId = '', setId = ''] = key.split(' ')
  return { tenantId, setId }
}

/** An app that is limited to some tenants opens in another one when it leaves its first, so those are watched too. */
export async function listWatchedTenants(
  { catalog }: ObserveDeps,
  tx: Tx,
  tenantIds: readonly string[],
): Promise<string[]> {
  const watched = new Set(tenantIds)
  for (const { app, limit } of limitedApps(catalog.apps))
    for (const id of await listTenantsUsing(tx, setsOf(catalog, app), limit + tenantIds.length))
      watched.add(id)
  return [...watched]
}

export async function readState(
  deps: ObserveDeps,
  tx: Tx,
  tenantIds: readonly string[],
): Promise<ObservedState> {
  const statuses = new Map<string, Status>()
  const allowed = new Set<string>()
  const links = new Map<string, Link>()
  const awaited = new Set<string>()
  for (const tenantId of tenantIds) {
    for (const grant of await listGrants(tx, tenantId)) {
      const { setId, status, usable, memory } = grant
      statuses.set(keyOf(tenantId, setId), status)
      if (memory.consent) awaited.add(keyOf(tenantId, memory.consent.consentId))
      // As the access API answers, from what this transaction has written. What isn't usable is never allowed.
      if (usable && (await evaluateAccess(deps, tx, { grant, now: deps.clock() })).allowed)
        allowed.add(keyOf(tenantId, setId))
    }
    for (const { id, kind, consentId } of await listOpenLinks(tx, { tenantId }))
      links.set(id, { tenantId, kind, consentId })
  }
  return { statuses, allowed, links, awaited }
}

/** What differs between two moments of one transaction. */
export function differenceOfStates(
  before: ObservedState,
  after: ObservedState,
): Pick<Effects, 'statuses' | 'access' | 'links'> {
  const places = [...new Set([...before.statuses.keys(), ...after.statuses.keys()])].toSorted()
  const ends = (id: string, { tenantId, consentId }: Link): boolean => {
    const key = keyOf(tenantId, consentId)
    return !after.links.has(id) || (before.awaited.has(key) && !after.awaited.has(key))
  }
  return {
    statuses: places.flatMap((key) => {
      const [from, to] = [before.statuses.get(key), after.statuses.get(key)]
      return from === to ? [] : [{ ...placeOf(key), ...(from && { from }), ...(to && { to }) }]
    }),
    access: places.flatMap((key) => {
      const allowed = after.allowed.has(key)
      return before.allowed.has(key) === allowed ? [] : [{ ...placeOf(key), allowed }]
    }),
    links: [
      ...[...after.links].flatMap(([id, { tenantId, kind }]) =>
        before.links.has(id) ? [] : [{ tenantId, kind, change: 'made' as const }],
      ),
      ...[...before.links].flatMap(([id, link]) =>
        ends(id, link) ? [{ tenantId: link.tenantId, kind: link.kind, change: 'ended' as const }] : [],
      ),
    ],
  }
}
