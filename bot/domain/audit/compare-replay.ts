import type { Db } from '#platform/storage/database.ts'
import type { Replayed } from './replay.ts'
import { listGrantStates, readAlertStates, readStates, type StoredState } from './states-store.ts'

/** Something that the history tells otherwise than the tables. Absent: not there at all. */
export interface Difference {
  kind: 'tenant' | 'grant' | 'block' | 'request' | 'alert'
  tenantId?: string
  /** Of a request or an alert. */
  id?: string
  setId?: string
  told?: string
  stored?: string
}

/** Every place where the tables are not what the history says. */
export async function* compareReplay(
  db: Db,
  { tenants, grants, requests, alerts }: Replayed,
): AsyncGenerator<Difference> {
  const untouched = new Set(tenants.keys())
  for await (const { id: tenantId, state: stored } of readStates(db, 'tenants')) {
    untouched.delete(tenantId)
    const told = tenants.get(tenantId)
    if (told !== stored) yield { kind: 'tenant', tenantId, ...(told && { told }), stored }
    yield* compareGrants(db, tenantId, new Map(grants.get(tenantId)))
  }
  for (const tenantId of untouched) {
    const told = tenants.get(tenantId)
    yield { kind: 'tenant', tenantId, ...(told && { told }) }
  }
  yield* compareStates('request', readStates(db, 'requests'), requests)
  yield* compareStates('alert', readAlertStates(db), alerts)
}

async function* compareStates(
  kind: 'request' | 'alert',
  states: AsyncIterable<StoredState>,
  toldOf: ReadonlyMap<string, string>,
): AsyncGenerator<Difference> {
  const untouched = new Map(toldOf)
  for await (const { id, state: stored } of states) {
    const told = untouched.get(id)
    untouched.delete(id)
    if (told !== stored) yield { kind, id, ...(told && { told }), stored }
  }
  for (const [id, told] of untouched) yield { kind, id, told }
}

async function* compareGrants(
  db: Db,
  tenantId: string,
  toldOf: Map<string, string>,
): AsyncGenerator<Difference> {
  for (const { setId, status: stored, blocked } of await listGrantStates(db, tenantId)) {
    const told = toldOf.get(setId)
    toldOf.delete(setId)
    if (told !== stored) yield { kind: 'grant', tenantId, setId, ...(told && { told }), stored }
    // A block wins over every other status, so that the status tells it.
    else if (blocked !== (told === 'blocked'))
      yield { kind: 'block', tenantId, setId, told, stored: `${blocked}` }
  }
  for (const [setId, told] of toldOf) yield { kind: 'grant', tenantId, setId, told }
}
