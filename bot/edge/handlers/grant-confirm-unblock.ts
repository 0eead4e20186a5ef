import { z } from 'zod'
import { unblockGrant } from '#domain/grants/unblock-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showUnblockConfirm } from '../views/unblock-view.ts'
import { actOnGrant } from './answer-with-tenant.ts'
import { defineHandler } from './define.ts'
import { versionedGrant } from './input.ts'

/** Ends a block after its confirm card; the set shows the status of the last read again. */
export const grantConfirmUnblock = defineHandler({
  verb: 'grant.confirmUnblock',
  role: 'approver',
  reach: namedBy('tenantId'),
  input: versionedGrant.extend({ beyond: z.string().max(64), until: z.iso.datetime().optional() }),

  async handle({ actor, input: { tenantId, setId, v, beyond, until }, turn, deps }) {
    const shown = { tenantId, setId, ...(until !== undefined && { until }) }
    const end = until !== undefined && { until: new Date(until) }
    const order = {
      tenantId,
      setId,
      version: v,
      beyond,
      by: actor,
      namesOf: scopeOf(actor, 'viewer'),
      ...end,
    }
    return actOnGrant(
      deps,
      { actor, turn, tenantId, setId },
      {
        work: () => unblockGrant(deps, order),
        outcome: until === undefined ? 'UNBLOCKED' : 'UNBLOCKED_FOR_TIME',
        outdated: async (notice) => toActor(await showUnblockConfirm(deps, actor, { ...shown, notice })),
      },
    )
  },
})
