import { withdrawRequest } from '#domain/requests/decide-request.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnRequest } from './answer-with-request.ts'
import { defineHandler } from './define.ts'
import { requestRef } from './input.ts'

/** Withdraws the person's own request. */
export const requestWithdraw = defineHandler({
  verb: 'request.withdraw',
  role: 'operator',
  readsRolesNow: true,
  reach: namedBy('requestId'),
  input: requestRef,

  async handle({ actor, input, deps }) {
    const { requestId, v: version } = input
    const click = { requestId, version, by: actor }
    return actOnRequest(deps, { actor, requestId }, () => withdrawRequest(deps, click))
  },
})
