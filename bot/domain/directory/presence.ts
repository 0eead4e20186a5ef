import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Directory } from './directory.ts'

/** Requires nothing of an enterprise application, so only what it is and what it holds is read. */
export const presenceOf = (clientId: string): Requirement => ({
  setId: clientId,
  clientId,
  permissions: [],
  settings: [],
  version: '',
  source: 'catalog',
})

/**
 * Reads whether these enterprise applications are in a tenant, and what they hold: one request for up to nine of them. The
 * `sets` of the read are by client ID. With a new token, because an old one outlives the app it was issued for.
 */
export function readPresence(
  { readTenant }: Pick<Directory, 'readTenant'>,
  tenantId: string,
  clientIds: readonly string[],
): Promise<TenantRead> {
  const wanted = [...new Set(clientIds)].map(presenceOf)
  return readTenant(tenantId, wanted, { freshToken: true })
}
