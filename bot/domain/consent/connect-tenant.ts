import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { later } from '#platform/base/time.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { isReadable } from '../grants/is-readable.ts'
import { restoreBlocks } from '../grants/restore-blocks.ts'
import { assertRole } from '../people/assert-may.ts'
import { isInScope, scopeOf } from '../people/scope.ts'
import { assertMayAlone, countOwnAct } from '../people/second-person.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import { findTenant, insertTenant } from '../tenants/tenants-store.ts'
import { assertReaderRegistered } from './assert-registered.ts'
import type { Consent } from './consent.ts'
import { type CardLocation, makeConsent } from './make-consent.ts'

type Needs = RefreshDeps & Pick<Deps, 'random' | 'jobs' | 'people'>

/** `connected`: nothing to do, the tenant can be read already. */
type Connecting = { tenantId: string; consent: Consent } | { tenantId: string; connected: true }

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
  const connecting = await deps.database.transaction(async (tx): Promise<Connecting> => {
    if (await isReadable(tx, tenantId)) return { tenantId, connected: true }
    const known = await findTenant(tx, tenantId)
    const act = {
      kind: 'add',
      by: { ...plainPerson(by), roles: rolesNow.roles },
      tenantIds: [tenantId],
    } as const
    await assertMayAlone(deps, tx, act)
    const at = deps.clock()
    if (!known) {
      const name = readTenantText(text) ?? tenantId
      await insertTenant(
        tx,
        {
          id: tenantId,
          displayName: name,
          defaultDomain: name,
          state: 'connecting',
          version: 1,
          addedAt: at,
        },
        later(at, deps.rules.syncEveryMs),
      )
    }
    const tenants = [{ tenantId, needsConnection: true }]
    const consent = await makeConsent(deps, tx, { kind: 'connection', tenants, by, place })
    await countOwnAct(deps, tx, { ...act, at: consent.createdAt })
    const again = known !== undefined
    const sets = again ? {} : await restoreBlocks(deps, tx, tenantId)
    const detail = { code: consent.code, again, ...(!again && { to: 'connecting', sets }) }
    await append(tx, { at, actor: by, action: 'tenant.add', tenantId, result: 'done', detail })
    return { tenantId, consent }
  })
  return connecting
}
