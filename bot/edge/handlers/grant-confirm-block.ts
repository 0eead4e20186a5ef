import { blockGrant } from '#domain/grants/block-grant.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnGrant } from './answer-with-tenant.ts'
import { defineHandler } from './define.ts'
import { versionedGrant } from './input.ts'

/** Blocks a set after its confirm card: at once, with ten minutes to take it back. */
export const grantConfirmBlock = defineHandler({
  verb: 'grant.confirmBlock',
  protects: true,
  role: 'approver',
  reach: namedBy('tenantId'),
  input: versionedGrant,

  async handle({ actor, input: { tenantId, setId, v }, turn, deps }) {
    const work = () => blockGrant(deps, { tenantId, setId, version: v, by: actor })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'BLOCKED' })
  },
})
