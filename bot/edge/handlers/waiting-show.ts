import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { showNextActions } from '../views/next-actions-view.ts'
import { defineHandler } from './define.ts'
import { page } from './input.ts'

/** What the tenants wait for, by next action and by who must act. */
export const waitingShow = defineHandler({
  verb: 'waiting.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ page }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showNextActions(deps, { actor, turn }, input.page))
  },
})
