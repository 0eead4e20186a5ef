import { acceptGrants } from '#domain/grants/accept-grants.ts'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAccept } from '../views/accept-view.ts'
import { actOnGrant } from './answer-with-tenant.ts'
import { defineHandler } from './define.ts'
import { versionedGrant } from './input.ts'
import { typedText } from './typed-text.ts'

/** Explains what is granted there: with a reason, after the card that named it. */
export const grantConfirmAccept = defineHandler({
  verb: 'grant.confirmAccept',
  role: 'approver',
  reach: namedBy('tenantId'),
  input: versionedGrant.extend({ reason: typedText }),

  async handle({ actor, input: { tenantId, setId, v, reason }, turn, deps }) {
    const work = () => acceptGrants(deps, { tenantId, setId, version: v, by: actor, reason })
    try {
      return await actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'ACCEPTED' })
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'REASON_TOO_SHORT') throw error
      const { least, most } = error.facts
      const facts = { least: Number(least), most: Number(most) }
      const notice = { kind: 'info', code: 'REASON_NEEDED', facts } as const
      return toActor(await showAccept(deps, { tenantId, setId, reason, notice }))
    }
  },
})
