import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import type { Deps } from '../deps.ts'
import { isReadable } from '../grants/is-readable.ts'
import { assertRole } from '../people/assert-may.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import { assertMayAlone } from '../people/second-person.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import { assertReaderRegistered } from './assert-registered.ts'
import { type Connecting, makeConnection } from './make-connection.ts'
import type { CardLocation } from './make-consent.ts'

type Needs = RefreshDeps & Pick<Deps, 'random' | 'jobs' | 'people'>

/**
 * Adds a tenant by domain or GUID and creates the consent link of the reader app. Adding twice is harmless: a connected
 * tenant does not change; a pending or lost one, and one where the reader app lacks a right, gets a new link. A tenant that was removed gets its blocks back.
 * @throws UserError TENANT_ID_INVALID, TENANT_IN_OTHER_CLOUD, TENANT_NOT_FOUND_AT_MICROSOFT, REGISTRATION_MISMATCH; OutsideError
 */
export async function connectTenant(
  deps: Needs,
  { text, by, place }: { text: string; by: Person; place: CardLocation },
): Promise<Connecting> {
  const tenantId = await deps.directory.resolveTenant(text)
  const rolesNow = await deps.people.readRolesNow(by)
  assertRole(rolesNow, 'approver')
  // The ID of a domain is public, so this reveals nothing about the tenants on the list.
  if (!isInScope(scopeOf(rolesNow, 'approver'), tenantId))
    throw new UserError('SCOPE_MISSING', { needs: 'approver' })
  if (!(await isReadable(deps.database.db, tenantId))) await assertReaderRegistered(deps)
  return deps.database.transaction(async (tx) => {
    if (await isReadable(tx, tenantId)) return { tenantId, connected: true }
    const person = { ...plainPerson(by), roles: rolesNow.roles }
    await assertMayAlone(deps, tx, { kind: 'add', by: person, tenantIds: [tenantId] })
    const name = readTenantText(text) ?? tenantId
    return makeConnection(deps, tx, { tenantId, name, by, place })
  })
}
