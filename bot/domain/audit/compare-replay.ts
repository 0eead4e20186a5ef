import type { Db } from '#platform/storage/database.ts'
import type { Replayed } from './replay.ts'
import { listGrantStates, readAlertStates, readStates, type StoredState } from './states-store.ts'

/** A state that differs between the history and the tables. `replayed` or `stored` absent: only the other has it. */
export interface Difference {
  kind: 'tenant' | 'grant' | 'block' | 'request' | 'alert'
  tenantId?: string
  /** Of a request or an alert. */
  id?: string
  setId?: string
  replayed?: string
  stored?: string
}

/** Compares the tables with the states replayed from the history. */
export async function* compareReplay(
  db: Db,
  { tenants, grants, requests, alerts }: Replayed,
): AsyncGenerator<Difference> {
  const missing = new Map(tenants)
  for await (const { id: tenantId, state: stored } of readStates(db, 'tenants')) {
    missing.delete(tenantId)
    const replayed = tenants.get(tenantId)
    if (replayed !== stored) yield { kind: 'tenant', tenantId, replayed, stored }
    yield* compareGrants(db, tenantId, new Map(grants.get(tenantId)))
  }
  for (const [tenantId, replayed] of missing) yield { kind: 'tenant', tenantId, replayed }
  yield* compareStates('request', readStates(db, 'requests'), requests)
  yield* compareStates('alert', readAlertStates(db), alerts)
}

async function* compareStates(
  kind: 'request' | 'alert',
  states: AsyncIterable<StoredState>,
  replayedOf: ReadonlyMap<string, string>,
): AsyncGenerator<Difference> {
  const missing = new Map(replayedOf)
  for await (const { id, state: stored } of states) {
    const replayed = missing.get(id)
    missing.delete(id)
    if (replayed !== stored) yield { kind, id, replayed, stored }
  }
  for (const [id, replayed] of missing) yield { kind, id, replayed }
}

async function* compareGrants(
  db: Db,
  tenantId: string,
  replayedOf: Map<string, string>,
): AsyncGenerator<Difference> {
  for (const { setId, status: stored, blocked, isOpen, isClosed } of await listGrantStates(db, tenantId)) {
    const replayed = replayedOf.get(setId)
    replayedOf.delete(setId)
    if (replayed !== stored) yield { kind: 'grant', tenantId, setId, replayed, stored }
    // A block overrides every other status, so a blocked grant must have the status `blocked`, unless it's lifted for a time.
    else if (isWrong({ blocked, isOpen, isClosed }, replayed === 'blocked'))
      yield { kind: 'block', tenantId, setId, replayed, stored: `${blocked}` }
  }
  for (const [setId, replayed] of replayedOf) yield { kind: 'grant', tenantId, setId, replayed }
}

function isWrong(
  { blocked, isOpen, isClosed }: { blocked: boolean; isOpen: boolean; isClosed: boolean },
  saysBlocked: boolean,
): boolean {
  if (blocked && !saysBlocked) return !isOpen
  return !blocked && saysBlocked && !isClosed
}
