import { z } from 'zod'
import { requestKinds } from '#domain/people/act-kinds.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import { findSigner } from '#domain/requests/signer.ts'
import { UserError } from '#platform/base/errors.ts'
import type { NoticeCode } from '../../../cards/words/codes.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { packedIds, setId } from './input.ts'
import { chosen, typedText } from './typed-text.ts'

const input = z.object({
  kind: z.enum(requestKinds),
  setId: setId.optional(),
  tenants: packedIds,
  v: z.string().max(64),
  reason: typedText,
  signer: chosen,
})

/** What the person can fix on the form itself. */
function noticeOf(error: unknown): NoticeCode | undefined {
  if (!(error instanceof UserError)) return undefined
  if (error.code === 'REASON_TOO_SHORT') return 'REASON_NEEDED'
  if (error.code === 'INPUT_INVALID' && error.facts.field === 'signer') return 'SIGNER_NEEDED'
  return error.code === 'CARD_OUTDATED' ? 'CARD_OUTDATED' : undefined
}

/** Sends the request to the approvers; the clicked card then follows the request. */
export const requestMake = defineHandler({
  verb: 'request.make',
  role: 'operator',
  reach: namedBy('tenants'),
  input,

  async handle({
    actor,
    input: { kind, setId: set, tenants: tenantIds, v, reason, signer: picked },
    turn,
    deps,
  }) {
    const order = { kind, tenantIds, ...(set && { setId: set }) }
    const { conversationId, conversationKind, cardId: activityId } = turn
    const card = conversationKind === 'personal' && activityId ? { conversationId, activityId } : undefined
    try {
      const signer = await findSigner(deps, actor, { chosen: picked, tenantIds })
      const wish = { order, seen: v, reason, by: actor, ...(signer && { signer }), ...(card && { card }) }
      const { id: requestId } = await makeRequest(deps, wish)
      return toActor(await showRequest(deps, actor, { requestId }))
    } catch (error) {
      const code = noticeOf(error)
      if (!code) throw error
      const notice = { kind: 'info', code } as const
      return toActor(await showRequestForm(deps, actor, { order, reason, notice }))
    }
  },
})
