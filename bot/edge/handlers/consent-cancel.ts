import { z } from 'zod'
import { cancelConsent } from '#domain/consent/withdraw-consent.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showConsent } from '../views/consent-view.ts'
import { defineHandler } from './define.ts'
import { ownId, version } from './input.ts'

/** Cancels the open links of a consent. */
export const consentCancel = defineHandler({
  verb: 'consent.cancel',
  role: 'operator',
  reach: namedBy('consentId'),
  input: z.object({ consentId: ownId, v: version }),

  async handle({ actor, input: { consentId }, deps }) {
    await cancelConsent(deps, { consentId, by: actor })
    return toActor(await showConsent(deps, { consentId }))
  },
})
