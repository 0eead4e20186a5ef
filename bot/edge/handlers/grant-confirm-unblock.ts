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
  input: versionedGrant.extend({ beyond: z.string().max(64) }),

  async handle({ actor, input: { tenantId, setId, v, beyond }, turn, deps }) {
    const order = { tenantId, setId, version: v, beyond, by: actor, namesOf: scopeOf(actor, 'viewer') }
    return actOnGrant(
      deps,
      { actor, turn, tenantId, setId },
      {
        work: () => unblockGrant(deps, order),
        outcome: 'UNBLOCKED',
        outdated: async (notice) =>
          toActor(await showUnblockConfirm(deps, actor, { tenantId, setId, notice })),
      },
    )
  },
})
