import { acceptGrants } from '#domain/grants/accept-grants.ts'
import type { UserErrorCode } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showAccept } from '../views/accept-view.ts'
import { actOnGrant } from './answer-with-tenant.ts'
import { defineHandler } from './define.ts'
import { versionedGrant } from './input.ts'
import { noteCorrectable } from './note-correctable.ts'
import { typedText } from './typed-text.ts'

const correctable: ReadonlySet<UserErrorCode> = new Set(['REASON_TOO_SHORT'])

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
      const sent = { codes: correctable, actor, action: 'grant.confirmAccept', tenantId, setId }
      const notice = await noteCorrectable(deps, error, sent)
      return toActor(await showAccept(deps, { tenantId, setId, reason, notice }))
    }
  },
})
