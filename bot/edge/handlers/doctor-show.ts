import { z } from 'zod'
import { diagnose } from '#domain/doctor/diagnose.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findMentionedTenant } from '#domain/tenants/find-mentioned-tenant.ts'
import { doctorCard } from '../../../cards/doctor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { tenantRef } from '../views/refs.ts'
import { defineHandler, defineWord } from './define.ts'
import { freeText } from './input.ts'

/** Names cause, remedy and who can do it, from a pasted code, error text or redirect. Without text: asks for it. */
export const doctorShow = defineHandler({
  verb: 'doctor.show',
  role: 'viewer',
  input: z.object({ text: freeText.optional() }),

  async handle({ actor, input, deps }) {
    const now = deps.clock()
    const text = input.text?.trim()
    if (!text) return toActor(doctorCard({ now }))
    const [first] = diagnose(text)
    if (!first) return toActor(doctorCard({ now, text }))
    const { outcomeName, code, traceId, correlationId, link } = first
    const mentioned = await findMentionedTenant(deps.database.db, text, scopeOf(actor, 'viewer'))
    const tenant = mentioned && tenantRef(mentioned)
    const diagnosis = { name: outcomeName, code, traceId, correlationId, url: link, tenant }
    return toActor(doctorCard({ now, text, diagnosis }))
  },
})

export const doctorCommand = defineWord({
  word: 'doctor',
  usage: 'doctor <code, error text, or address>',
  examples: ['doctor AADSTS65004'],
  read: async (args) => ({ text: args }),
  action: doctorShow,
})
