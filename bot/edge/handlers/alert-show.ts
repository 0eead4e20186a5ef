import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAlert } from '../views/alert-view.ts'
import { defineHandler } from './define.ts'
import { alertId } from './input.ts'

/** One alert as it is now. */
export const alertShow = defineHandler({
  verb: 'alert.show',
  role: 'viewer',
  reach: namedBy('alertId'),
  input: z.object({ alertId }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showAlert(deps, { actor, turn }, input))
  },
})
