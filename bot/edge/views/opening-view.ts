import { readReach } from '#domain/alerts/conversation-reach.ts'
import type { Deps } from '#domain/deps.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { isInScope } from '#domain/people/scope.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { isInForce } from '#domain/status/closure.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import { openingReminderCard } from '../../../cards/opening-reminder.ts'
import type { Card } from '../../../cards/render.ts'
import { setRef, tenantRef } from './refs.ts'

/**
 * The reminder of an end, as it stands now, for whoever opened it and can still see the tenant. `id`: tenant, set, and end.
 * @throws UserError when it is about nothing any more
 */
export async function showOpeningReminder(deps: Deps, id: string, address: Address): Promise<Card> {
  const { db } = deps.database
  const [tenantId = '', setId = '', ...rest] = id.split(':')
  if (!isInScope(await readReach(deps, address), tenantId)) throw new UserError('TENANT_UNKNOWN')
  const until = new Date(rest.join(':'))
  const tenant = await getTenant(db, tenantId)
  const set = getSet(deps, setId)
  const requirement = await getRequirement(deps, db, setId)
  const { open } = (await findGrant(db, tenantId, setId))?.memory ?? {}
  // What was opened anew, blocked, or closed since has cards of its own.
  const isNow = isInForce(requirement, { ...(open && { open }) }, deps.clock())
  if (!isNow || open?.until.getTime() !== until.getTime()) throw new UserError('CARD_OUTDATED')
  const { by, approvedBy, reason, reference } = open
  return openingReminderCard({
    tenant: tenantRef(tenant),
    set: setRef(set),
    closes: requirement.openForMs === undefined ? 'block' : 'default',
    until,
    by: { name: by.name },
    ...(approvedBy && { approvedBy: { name: approvedBy.name } }),
    ...(reason && { reason }),
    ...(reference && { reference }),
  })
}
