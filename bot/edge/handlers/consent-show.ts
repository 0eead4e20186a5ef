import { z } from 'zod'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showConsentTo } from '../views/consent-view.ts'
import { defineHandler } from './define.ts'
import { ownId } from './input.ts'

/** The current state of a consent. The links are shown only to the person who asked for them, in their personal chat. */
export const consentShow = defineHandler({
  verb: 'consent.show',
  role: 'viewer',
  reach: namedBy('consentId'),
  input: z.object({ consentId: ownId }),

  async handle({ actor, input, turn, deps }) {
    return toActor(await showConsentTo(deps, { actor, turn }, input))
  },
})
