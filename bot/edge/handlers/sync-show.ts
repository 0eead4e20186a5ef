import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showSync } from '../views/sync-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** The current progress or the result of a round. */
export const syncShow = defineHandler({
  verb: 'sync.show',
  role: 'viewer',
  reach: namedBy('runId'),
  input: z.object({ runId: ownId }),

  async handle({ input, deps }) {
    return toEveryone(await showSync(deps, input.runId))
  },
})
