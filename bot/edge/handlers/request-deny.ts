import { denyRequest } from '#domain/requests/decide-request.ts'
import { longestReason } from '#platform/text/reason.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnRequest } from './answer-with-request.ts'
import { defineHandler } from './define.ts'
import { requestRef } from './input.ts'
import { typedLine } from './typed-text.ts'

/** Denies a request, with a reason for the requester. */
export const requestDeny = defineHandler({
  verb: 'request.deny',
  role: 'approver',
  reach: namedBy('requestId'),
  input: requestRef.extend({ reason: typedLine(longestReason) }),

  async handle({ actor, input, deps }) {
    const { requestId, v: version } = input
    const click = { requestId, version, by: actor, reason: input.reason }
    return actOnRequest(deps, { actor, requestId }, () => denyRequest(deps, click))
  },
})
