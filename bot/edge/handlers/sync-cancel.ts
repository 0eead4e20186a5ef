import { z } from 'zod'
import { cancelSync } from '#domain/sync/cancel-sync.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showSync } from '../views/sync-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** Ends a round early; what was read stays. */
export const syncCancel = defineHandler({
  verb: 'sync.cancel',
  role: 'operator',
  reach: namedBy('runId'),
  input: z.object({ runId: ownId }),

  async handle({ actor, input, deps }) {
    const run = await cancelSync(deps, { runId: input.runId, by: actor })
    return toEveryone(await showSync(deps, run.id))
  },
})
