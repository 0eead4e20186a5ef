import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** A request as this person may see and decide it. Clients refresh shared cards with it, so it changes nothing. */
export const requestShow = defineHandler({
  verb: 'request.show',
  role: 'viewer',
  reach: namedBy('requestId'),
  input: z.object({ requestId: ownId }),

  async handle({ actor, input, deps }) {
    return toActor(await showRequest(deps, actor, input))
  },
})
