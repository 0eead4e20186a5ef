import { z } from 'zod'
import { type Diagnosis, diagnose, longestText } from '#domain/doctor/diagnose.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findMentionedTenant } from '#domain/tenants/find-mentioned-tenant.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { doctorCard } from '../../../cards/doctor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { outcomeRef, tenantRef } from '../views/refs.ts'
import { defineHandler, defineWord } from './define.ts'

/** Names cause, remedy and who can do it, from a pasted code, error text or redirect. Without text: asks for it. */
export const doctorShow = defineHandler({
  verb: 'doctor.show',
  role: 'viewer',
  input: z.object({ text: z.string().max(longestText).optional() }),

  async handle({ actor, input, deps }) {
    const now = deps.clock()
    const text = input.text?.trim()
    if (!text) return toActor(doctorCard({ now }))
    const [first, ...others] = diagnose(text)
    if (!first) return toActor(doctorCard({ now, text }))
    const { traceId, correlationId, link, shape } = first
    const mentioned = await findMentionedTenant(deps.database.db, text, scopeOf(actor, 'viewer'))
    const tenant = mentioned && tenantRef(mentioned)
    const ids = { traceId, correlationId, url: link, shape, tenant }
    const diagnosis = { ...refOf(first), ...ids, others: others.map(refOf) }
    return toActor(doctorCard({ now, text, diagnosis }))
  },
})

const refOf = ({ outcomeName, code, policyId }: Diagnosis) =>
  outcomeRef(makeOutcome('login', outcomeName, { code, policyId }))

export const doctorCommand = defineWord({
  word: 'doctor',
  usage: 'doctor <code, error text, or address>',
  examples: ['doctor AADSTS65004'],
  read: async (args) => ({ text: args }),
  action: doctorShow,
})
