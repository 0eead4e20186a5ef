import type { Db } from '#platform/storage/database.ts'
import { type Permission, permissionKey, type Requirement } from '../catalog/permission-set.ts'
import { listAcceptable } from '../exceptions/find-acceptable.ts'
import type { Order, RequestSnapshot } from './request.ts'

/** The terms of an exception, and which of its findings are there now. */
export async function readException(
  db: Db,
  { exception, tenantIds, setId }: Order,
): Promise<RequestSnapshot['exception']> {
  const [tenantId] = tenantIds
  if (!exception || tenantId === undefined) return undefined
  const { hashes, owner, endsAt } = exception
  const found = await listAcceptable(db, { tenantId, setId })
  const findings = found.flatMap(({ finding: { since: _, ...finding }, hash }) =>
    hashes.includes(hash) ? [finding] : [],
  )
  return { hashes, owner, endsAt, findings }
}

/** Of an exception: what its findings name. */
export function permissionsOf(
  requirement: Requirement | undefined,
  exception: RequestSnapshot['exception'],
): readonly Permission[] {
  const all = requirement?.permissions ?? []
  if (!exception) return all
  const keys = new Set(exception.findings.flatMap(({ permissions = [] }) => permissions))
  return all.filter((permission) => keys.has(permissionKey(permission)))
}
