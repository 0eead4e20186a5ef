import { z } from 'zod'
import { noteRefusal } from '#domain/audit/note-refusal.ts'
import { requestKinds } from '#domain/people/act-kinds.ts'
import { makeRequest } from '#domain/requests/make-request.ts'
import type { Order } from '#domain/requests/request.ts'
import { findSigner } from '#domain/requests/signer.ts'
import { UserError } from '#platform/base/errors.ts'
import { plainPerson } from '#platform/base/person.ts'
import type { Notice } from '../../../cards/notice.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { noticeOfEnd, showRequestForm } from '../views/request-form-view.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { ownId, packedIds, setId } from './input.ts'
import { ownCardOf } from './own-card.ts'
import { endFields, readEndFields } from './typed-end.ts'
import { chosen, typedLine, typedText } from './typed-text.ts'

const schema = z.object({
  kind: z.enum(requestKinds),
  setId: setId.optional(),
  tenants: packedIds,
  /** Of the tenant to add. */
  domain: typedLine(300),
  v: z.string().max(64),
  reason: typedText,
  reference: typedText,
  signer: chosen,
  /** Of access for a time: as it was typed before, or as it is picked on the form. */
  until: z.iso.datetime().optional(),
  ...endFields,
  /** The "what if" plan that it asks for. */
  plan: ownId.optional(),
})

/** What the person can fix on the form itself. */
function noticeOf(error: UserError): Notice | undefined {
  const kind = 'info'
  const { code, facts } = error
  if (code === 'REASON_TOO_SHORT') {
    const { least, most } = facts
    return { kind, code: 'REASON_NEEDED', facts: { least: Number(least), most: Number(most) } }
  }
  if (code === 'INPUT_INVALID' && facts.field === 'signer') return { kind, code: 'SIGNER_NEEDED' }
  if (code === 'REFERENCE_INVALID') return { kind, code, facts }
  if (code === 'TIME_PAST' || code === 'TIME_TOO_LONG') return noticeOfEnd(error)
  if (code === 'REFERENCE_MISSING') return { kind, code: 'REFERENCE_NEEDED' }
  if (code === 'INPUT_INVALID' && facts.field === 'until') return { kind, code: 'END_NEEDED' }
  return code === 'CARD_OUTDATED' ? { kind, code } : undefined
}

function orderOf(input: z.infer<typeof schema>): Order {
  const { kind, setId: set, tenants: tenantIds, domain } = input
  const until = kind === 'open' ? readEndFields(input)?.toISOString() : input.until
  return {
    kind,
    tenantIds,
    ...(set && { setId: set }),
    ...(domain && { domain }),
    ...(until && { until }),
  }
}

/** Sends the request to the approvers; the clicked card then follows the request. */
export const requestMake = defineHandler({
  verb: 'request.make',
  role: 'operator',
  reach: namedBy('tenants'),
  input: schema,

  async handle({ actor, input, turn, deps }) {
    const { tenants: tenantIds, v, reason, reference, signer: picked, plan: planId } = input
    const order = orderOf(input)
    const card = ownCardOf(turn)
    try {
      // A plan says who gets the links.
      const signer = planId ? undefined : await findSigner(deps, actor, { chosen: picked, tenantIds })
      const wish = {
        order,
        seen: v,
        reason,
        reference,
        by: actor,
        planId,
        ...(signer && { signer }),
        ...(card && { card }),
      }
      const { id: requestId } = await makeRequest(deps, wish)
      return toActor(await showRequest(deps, actor, { requestId }))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const notice = noticeOf(error)
      if (!notice) throw error
      await noteRefusal(deps, {
        person: plainPerson(actor),
        action: 'request.make',
        code: error.code,
        ...(tenantIds.length === 1 && { tenantId: tenantIds[0] }),
        setId: order.setId,
      })
      return toActor(await showRequestForm(deps, actor, { order, reason, reference, notice, planId }))
    }
  },
})
