import type { Consent } from '#domain/consent/consent.ts'
import type { Deps } from '#domain/deps.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import type { Scope } from '#domain/people/role-reading.ts'
import { isInScope } from '#domain/people/scope.ts'
import { standingBlock } from '#domain/status/closure.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import type { MovedRow } from '../../../cards/consent-data.ts'
import { setRef, tenantRef } from './refs.ts'
import { undoOfGrant } from './undo-until.ts'

/** What a consent blocked to move an app, as it is now. Tenants outside `namesOf` are not named. */
export async function readMoved(
  deps: Pick<Deps, 'database' | 'catalog' | 'clock' | 'rules'>,
  { movedFrom = [] }: Consent,
  namesOf: Scope,
): Promise<MovedRow[]> {
  const { db } = deps.database
  const rows: MovedRow[] = []
  for (const { tenantId, setId } of movedFrom) {
    const tenant = isInScope(namesOf, tenantId) ? await findTenant(db, tenantId) : undefined
    const set = deps.catalog.sets.find(({ id }) => id === setId)
    const grant = await findGrant(db, tenantId, setId)
    const blocked = grant && standingBlock(grant.memory)
    const until = undoOfGrant(deps, grant)
    rows.push({
      ...(tenant && { tenant: tenantRef(tenant) }),
      set: set ? setRef(set) : { id: setId, name: setId },
      version: grant?.version ?? 0,
      ...(blocked && { blocked: { at: blocked.at, by: { name: blocked.by.name } } }),
      ...(until && { undoUntil: until }),
    })
  }
  return rows
}
