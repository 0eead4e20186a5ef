import { z } from 'zod'
import type { PermissionSet } from '#domain/catalog/permission-set.ts'
import { listOpenLinks } from '#domain/consent/consents-store.ts'
import { listGrants } from '#domain/grants/grants-store.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { tenantRemoveCard } from '../../../cards/tenant-remove.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { leadOfOrder } from '../views/lead-of.ts'
import { setRef, tenantRef } from '../views/refs.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { firstAndMore, guid, more, orderInSome } from './input.ts'

/** Shows what removing a tenant means, before it is done. */
export const tenantRemove = defineHandler({
  verb: 'tenant.remove',
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: z.object({ tenantId: guid, more }),
  leadsTo: ({ input, deps }) => leadOfOrder(deps, orderInSome('remove', input)),

  async handle({ actor, input, deps }) {
    const form = await findOrderCard(deps, actor, orderInSome('remove', input))
    if (form) return toActor(form)
    const { db } = deps.database
    const tenant = await getTenant(db, input.tenantId)
    const grants = new Map((await listGrants(db, tenant.id)).map((grant) => [grant.setId, grant]))
    const stays = deps.catalog.sets.flatMap((set) => {
      const facts = grants.get(set.id)?.memory.facts?.value
      const permissions = facts ? facts.appRoles.length + facts.scopes.length : 0
      return facts?.servicePrincipal ? [{ set: setRef(set), permissions }] : []
    })
    return toActor(
      tenantRemoveCard({
        now: deps.clock(),
        tenant: tenantRef(tenant),
        version: tenant.version,
        stays,
        connectionStays: tenant.state === 'connected',
        openLinks: (await listOpenLinks(db, { tenantId: tenant.id })).length,
        blocked: deps.catalog.sets.filter(({ id }) => grants.get(id)?.memory.blocked).map(setRef),
      }),
    )
  },
})

const usage = 'remove tenant <tenant>[, <tenant>…]'

export const removeTenantCommand = defineWord({
  word: 'remove tenant',
  said: [
    'remove tenants',
    'remove the tenant',
    'remove customer',
    'remove',
    'delete tenant',
    'delete',
    'offboard tenant',
    'offboard',
    'disconnect',
    'tenant remove',
  ],
  usage,
  form: { tenants: 'several', set: 'optional' },
  input: ({ set, tenants }) => {
    if (set) throw blockInstead(set, tenants)
    return firstAndMore({ tenants })
  },
  action: tenantRemove,
})

/** A set can't be removed from a tenant; it can be blocked there. */
function blockInstead(set: PermissionSet, tenants: readonly Tenant[]): UserError {
  const text = set.name
  const line = `block ${set.id} in ${tenants.map(({ id }) => id).join(', ')}`
  const title = `block ${set.name} in ${tenants.map(({ displayName }) => displayName).join(', ')}`
  return new UserError('COMMAND_SURPLUS', { usage, text, lines: [line], titles: [title] })
}
