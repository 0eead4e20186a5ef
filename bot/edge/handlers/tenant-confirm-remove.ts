import { z } from 'zod'
import { forgetTenant } from '#domain/grants/forget-tenant.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showTenantList } from '../views/tenant-list-view.ts'
import { defineHandler } from './define.ts'
import { guid, version } from './input.ts'

/** Removes a tenant after its confirm card; the history stays. */
export const tenantConfirmRemove = defineHandler({
  verb: 'tenant.confirmRemove',
  role: 'approver',
  reach: namedBy('tenantId'),
  input: z.object({ tenantId: guid, v: version }),

  async handle({ actor, input, turn, deps }) {
    const tenant = await forgetTenant(deps, { tenantId: input.tenantId, version: input.v, by: actor })
    const notice = {
      kind: 'done',
      code: 'TENANT_REMOVED',
      facts: { tenant: tenant.displayName },
      by: { name: actor.name },
      at: deps.clock(),
      buttons: [{ button: 'leavings', input: {} }],
    } as const
    return toEveryone(await showTenantList(deps, { actor, turn }, { filter: 'all', page: 1, notice }))
  },
})
