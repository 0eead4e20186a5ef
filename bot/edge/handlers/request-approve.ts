import { approveRequest } from '#domain/requests/decide-request.ts'
import { longestReason } from '#platform/text/reason.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { actOnRequest } from './answer-with-request.ts'
import { defineHandler } from './define.ts'
import { readProof, requestRef } from './input.ts'
import { typedLine } from './typed-text.ts'

/** Approves a request that the person has read to its end: it is carried out, or its links are released. */
export const requestApprove = defineHandler({
  verb: 'request.approve',
  role: 'approver',
  reach: namedBy('requestId'),
  input: requestRef.extend({ reason: typedLine(longestReason), read: readProof.optional() }),

  async handle({ actor, input, deps }) {
    const { requestId, v: version, reason, read } = input
    const click = { requestId, version, by: actor, reason, read }
    return actOnRequest(deps, { actor, requestId }, () => approveRequest(deps, click))
  },
})
