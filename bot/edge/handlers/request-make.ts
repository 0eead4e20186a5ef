import { z } from 'zod'
import { requestKinds } from '#domain/people/act-kinds.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import { findSigner } from '#domain/requests/signer.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { packedIds, setId } from './input.ts'
import { chosen, typedLine, typedText } from './typed-text.ts'

const input = z.object({
  kind: z.enum(requestKinds),
  setId: setId.optional(),
  tenants: packedIds,
  /** Of the tenant to add. */
  domain: typedLine(300),
  v: z.string().max(64),
  reason: typedText,
  reference: typedText,
  signer: chosen,
})

/** What the person can fix on the form itself. */
function noticeOf(error: unknown): Notice | undefined {
  const kind = 'info'
  if (!(error instanceof UserError)) return undefined
  const { code, facts } = error
  if (code === 'REASON_TOO_SHORT') {
    const { least, most } = facts
    return { kind, code: 'REASON_NEEDED', facts: { least: Number(least), most: Number(most) } }
  }
  if (code === 'INPUT_INVALID' && facts.field === 'signer') return { kind, code: 'SIGNER_NEEDED' }
  if (code === 'REFERENCE_INVALID') return { kind, code, facts }
  return code === 'CARD_OUTDATED' ? { kind, code } : undefined
}

/** Sends the request to the approvers; the clicked card then follows the request. */
export const requestMake = defineHandler({
  verb: 'request.make',
  role: 'operator',
  reach: namedBy('tenants'),
  input,

  async handle({
    actor,
    input: { kind, setId: set, tenants: tenantIds, domain, v, reason, reference, signer: picked },
    turn,
    deps,
  }) {
    const order = { kind, tenantIds, ...(set && { setId: set }), ...(domain && { domain }) }
    const { conversationId, conversationKind, cardId: activityId } = turn
    const card = conversationKind === 'personal' && activityId ? { conversationId, activityId } : undefined
    try {
      const signer = await findSigner(deps, actor, { chosen: picked, tenantIds })
      const wish = {
        order,
        seen: v,
        reason,
        reference,
        by: actor,
        ...(signer && { signer }),
        ...(card && { card }),
      }
      const { id: requestId } = await makeRequest(deps, wish)
      return toActor(await showRequest(deps, actor, { requestId }))
    } catch (error) {
      const notice = noticeOf(error)
      if (!notice) throw error
      return toActor(await showRequestForm(deps, actor, { order, reason, reference, notice }))
    }
  },
})
