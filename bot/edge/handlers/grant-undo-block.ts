import { undoBlock } from '#domain/grants/unblock-grant.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnGrant } from './answer-with-tenant.ts'
import { defineHandler } from './define.ts'
import { versionedGrant } from './input.ts'

/** Undoes a block within ten minutes: whoever did it, even by a request, or any approver. */
export const grantUndoBlock = defineHandler({
  verb: 'grant.undoBlock',
  role: 'operator',
  reach: namedBy('tenantId'),
  input: versionedGrant,

  async handle({ actor, input: { tenantId, setId, v }, turn, deps }) {
    const work = () =>
      undoBlock(deps, { tenantId, setId, version: v, by: actor, namesOf: scopeOf(actor, 'viewer') })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'BLOCK_UNDONE' })
  },
})
