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
  replayed?: string
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
    const replayed = tenants.get(tenantId)
    if (replayed !== stored) yield { kind: 'tenant', tenantId, ...(replayed && { replayed }), stored }
    yield* compareGrants(db, tenantId, new Map(grants.get(tenantId)))
  }
  for (const tenantId of untouched) {
    const replayed = tenants.get(tenantId)
    yield { kind: 'tenant', tenantId, ...(replayed && { replayed }) }
  }
  yield* compareStates('request', readStates(db, 'requests'), requests)
  yield* compareStates('alert', readAlertStates(db), alerts)
}

async function* compareStates(
  kind: 'request' | 'alert',
  states: AsyncIterable<StoredState>,
  replayedOf: ReadonlyMap<string, string>,
): AsyncGenerator<Difference> {
  const untouched = new Map(replayedOf)
  for await (const { id, state: stored } of states) {
    const replayed = untouched.get(id)
    untouched.delete(id)
    if (replayed !== stored) yield { kind, id, ...(replayed && { replayed }), stored }
  }
  for (const [id, replayed] of untouched) yield { kind, id, replayed }
}

async function* compareGrants(
  db: Db,
  tenantId: string,
  replayedOf: Map<string, string>,
): AsyncGenerator<Difference> {
  for (const { setId, status: stored, blocked } of await listGrantStates(db, tenantId)) {
    const replayed = replayedOf.get(setId)
    replayedOf.delete(setId)
    if (replayed !== stored) yield { kind: 'grant', tenantId, setId, ...(replayed && { replayed }), stored }
    // A block wins over every other status, so that the status tells it.
    else if (blocked !== (replayed === 'blocked'))
      yield { kind: 'block', tenantId, setId, replayed, stored: `${blocked}` }
  }
  for (const [setId, replayed] of replayedOf) yield { kind: 'grant', tenantId, setId, replayed }
}
