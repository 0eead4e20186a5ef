import { z } from 'zod'
import { getRequest } from '#domain/requests/requests-store.ts'
import { findTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showExceptionForm } from '../views/exception-form-view.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** The prefilled form of a request that ended without being approved, with today's plan. */
export const requestAgain = defineHandler({
  verb: 'request.again',
  role: 'operator',
  reach: namedBy('requestId'),
  input: z.object({ requestId: ownId }),

  async handle({ actor, input, deps }) {
    const { db } = deps.database
    const again = await getRequest(db, input.requestId)
    const { kind, setId, reason, reference, tenantIds: asked, snapshot, until } = again
    if (snapshot.exception) {
      const { hashes, owner } = snapshot.exception
      const [tenantId = ''] = asked
      const place = { tenantId, setId, hashes, typed: { reason, owner: owner.objectId } }
      return toActor(await showExceptionForm(deps, actor, place))
    }
    const tenantIds: string[] = []
    for (const id of asked) if (kind === 'add' || (await findTenant(db, id))) tenantIds.push(id)
    // An empty list would stand for all tenants.
    if (asked.length > 0 && tenantIds.length === 0) throw new UserError('TENANT_UNKNOWN')
    const domain = kind === 'add' ? snapshot.tenants[0]?.domain : undefined
    const end = until !== undefined && { until }
    const order = { kind, setId, tenantIds, ...(domain && { domain }), ...end }
    return toActor(await showRequestForm(deps, actor, { order, reason, reference }))
  },
})
