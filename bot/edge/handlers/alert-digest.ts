import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { showDigest } from '../views/alert-digest-view.ts'
import { defineHandler } from './define.ts'
import { digestId, page } from './input.ts'

/** One page of a digest. */
export const alertDigest = defineHandler({
  verb: 'alert.digest',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ digestId, page }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showDigest(deps, { actor, turn }, input))
  },
})
