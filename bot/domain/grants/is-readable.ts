import { isMendedByConnecting } from '#platform/microsoft/outcomes.ts'
import type { Db } from '#platform/storage/database.ts'
import { findTenant } from '../tenants/tenants-store.ts'
import type { Grant } from './grant.ts'
import { listGrants } from './grants-store.ts'

/** Whether the tenant of these grants is connected but can't be read until its admin consents to the reader app again. */
export const lacksReaderRight = (grants: readonly Pick<Grant, 'memory'>[]): boolean =>
  grants.some(({ memory: { readFailure } }) => readFailure && isMendedByConnecting(readFailure.outcome))

/** Whether a consent to the reader app has nothing left to change. */
export async function isReadable(db: Db, tenantId: string): Promise<boolean> {
  if ((await findTenant(db, tenantId))?.state !== 'connected') return false
  return !lacksReaderRight(await listGrants(db, tenantId))
}
