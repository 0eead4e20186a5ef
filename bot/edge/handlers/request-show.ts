import { z } from 'zod'
import { longestReason } from '#platform/text/reason.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { ownId, page, readProof } from './input.ts'
import { typedLine } from './typed-text.ts'

/** A page of a request as this person may see and decide it. Clients refresh shared cards with it, so it changes nothing. */
export const requestShow = defineHandler({
  verb: 'request.show',
  role: 'viewer',
  reach: namedBy('requestId'),
  input: z.object({
    requestId: ownId,
    page,
    read: readProof.optional(),
    reason: typedLine(longestReason),
  }),

  async handle({ actor, input, deps }) {
    return toActor(await showRequest(deps, actor, input))
  },
})
