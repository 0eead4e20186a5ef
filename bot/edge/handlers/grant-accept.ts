import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAccept } from '../views/accept-view.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { defineHandler } from './define.ts'
import { grantRef } from './input.ts'

/** Shows what is granted and not explained, before it is accepted; or the request for a second person. */
export const grantAccept = defineHandler({
  verb: 'grant.accept',
  role: 'operator',
  reach: namedBy('tenantId'),
  input: grantRef,

  async handle({ actor, input: { tenantId, setId }, deps }) {
    const form = await findOrderCard(deps, actor, { kind: 'accept', setId, tenantIds: [tenantId] })
    return toActor(form ?? (await showAccept(deps, { tenantId, setId })))
  },
})
