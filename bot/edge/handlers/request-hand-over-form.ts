import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showHandOverForm } from '../views/hand-over-view.ts'
import { defineHandler } from './define.ts'
import { requestRef } from './input.ts'

/** Asks which other approver should decide. */
export const requestHandOverForm = defineHandler({
  verb: 'request.handOverForm',
  role: 'approver',
  reach: namedBy('requestId'),
  input: requestRef,

  async handle({ actor, input: { requestId, v: version }, deps }) {
    return toActor(await showHandOverForm(deps, actor, { requestId, version }))
  },
})
