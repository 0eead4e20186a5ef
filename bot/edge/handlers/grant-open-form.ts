import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { defineHandler } from './define.ts'
import { grantRef } from './input.ts'

/** Asks until when a closed set is to be open, for which case, and why. */
export const grantOpenForm = defineHandler({
  verb: 'grant.openForm',
  role: 'operator',
  reach: namedBy('tenantId'),
  input: grantRef,

  async handle({ actor, input: { tenantId, setId }, deps }) {
    const order = { kind: 'open', setId, tenantIds: [tenantId] } as const
    return toActor(await showRequestForm(deps, actor, { order }))
  },
})
