import { z } from 'zod'
import { acknowledgeDigest } from '#domain/alerts/act-on-alert.ts'
import { answerWithDigest, assertDigestHere } from '../views/alert-digest-view.ts'
import { defineHandler } from './define.ts'
import { digestId } from './input.ts'

/** Acknowledges all open alerts of a digest: the person is handling them. */
export const alertAcknowledgeAll = defineHandler({
  verb: 'alert.acknowledgeAll',
  role: 'operator',
  readsRolesNow: true,
  reach: 'ownTenants',
  input: z.object({ digestId }),

  async handle({ actor, input, turn, deps }) {
    await assertDigestHere(deps, { actor, turn }, input.digestId)
    await acknowledgeDigest(deps, { digestId: input.digestId, by: actor })
    return answerWithDigest(deps, { actor, turn }, input.digestId)
  },
})
