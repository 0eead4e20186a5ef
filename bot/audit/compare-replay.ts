import type { Db } from '../storage/database.ts'
import type { Replayed } from './replay.ts'
import { listGrantStates, readTenantStates } from './states-store.ts'

/** Something that the history tells otherwise than the tables. Absent: not there at all. */
export interface Difference {
  kind: 'tenant' | 'grant' | 'block'
  tenantId: string
  setId?: string
  told?: string
  stored?: string
}

/** Every place where the tables are not what the history says. */
export async function* compareReplay(db: Db, { tenants, grants }: Replayed): AsyncGenerator<Difference> {
  const untouched = new Set(tenants.keys())
  for await (const { id: tenantId, state: stored } of readTenantStates(db)) {
    untouched.delete(tenantId)
    const told = tenants.get(tenantId)
    if (told !== stored) yield { kind: 'tenant', tenantId, ...(told && { told }), stored }
    yield* compareGrants(db, tenantId, new Map(grants.get(tenantId)))
  }
  for (const tenantId of untouched) {
    const told = tenants.get(tenantId)
    yield { kind: 'tenant', tenantId, ...(told && { told }) }
  }
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
