import { z } from 'zod'
import { cancelConsent } from '#domain/consent/withdraw-consent.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showConsent } from '../views/consent-view.ts'
import { defineHandler } from './define.ts'
import { ownId, version } from './input.ts'

/** Takes back the links of a consent that still wait. */
export const consentCancel = defineHandler({
  verb: 'consent.cancel',
  role: 'operator',
  input: z.object({ consentId: ownId, v: version }),

  async handle({ actor, input: { consentId }, deps }) {
    await cancelConsent(deps, { consentId, by: actor })
    return toActor(await showConsent(deps, { consentId }))
  },
})
