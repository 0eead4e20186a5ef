import type { Deps } from '#domain/deps.ts'
import { acceptRefusal } from '#domain/grants/accept-grants.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { nameGranted } from '#domain/status/compare-permissions.ts'
import { idOfPermission } from '#domain/status/granted-ids.ts'
import { confirmedIds } from '#domain/status/memory.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { grantAcceptCard } from '../../../cards/grant-accept.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { entraLinkOf } from './entra-link.ts'
import { setRef, tenantRef } from './refs.ts'

/** What is granted there and not explained, before it is accepted. @throws UserError TENANT_NOT_CONNECTED, NOTHING_UNEXPLAINED */
export async function showAccept(
  deps: Deps,
  {
    tenantId,
    setId,
    reason,
    notice,
  }: { tenantId: string; setId: string; reason?: string; notice?: Notice | undefined },
): Promise<Card> {
  const { db } = deps.database
  const tenant = await getTenant(db, tenantId)
  const grant = await findGrant(db, tenantId, setId)
  if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenant: tenant.displayName })
  const refusal = acceptRefusal(grant)
  if (refusal) throw refusal
  const requirement = await getRequirement(deps, db, setId)
  const required = new Set(requirement.permissions.map(idOfPermission))
  return grantAcceptCard({
    now: deps.clock(),
    tenant: tenantRef(tenant),
    set: setRef(getSet(deps, setId)),
    version: grant.version,
    permissions: nameGranted(confirmedIds(grant.memory), requirement).map(
      ({ id, value, api, type, tier }) => ({ value, api, type, tier, isRequired: required.has(id) }),
    ),
    entraUrl: entraLinkOf(deps.rules, requirement.clientId, grant, grant.findings),
    ...(reason !== undefined && { reason }),
    notice,
  })
}
