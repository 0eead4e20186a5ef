import { z } from 'zod'
import { errorLookupLink } from '#domain/directory/deep-links.ts'
import { type Diagnosis, diagnose, longestText } from '#domain/doctor/diagnose.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { findMentionedTenant } from '#domain/tenants/find-mentioned-tenant.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { doctorCard } from '../../../cards/doctor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { outcomeRef, tenantRef } from '../views/refs.ts'
import { defineHandler, defineWord } from './define.ts'
import { typedText } from './typed-text.ts'

/**
 * Names cause, remedy and who can do it, from a pasted code, error text or redirect; what a message quotes, forwards, or links
 * to counts after its own words. Without text: asks for it.
 */
export const doctorShow = defineHandler({
  verb: 'doctor.show',
  role: 'viewer',
  reach: 'ownTenants',
  input: z.object({ text: typedText, beside: z.string().max(longestText).default('') }),

  async handle({ actor, input, deps }) {
    const now = deps.clock()
    const text = input.text || input.beside
    if (text === '') return toActor(doctorCard({ now }))
    const own = diagnose(input.text)
    const [first, ...others] = own.length > 0 ? own : diagnose(input.beside)
    if (!first) return toActor(doctorCard({ now, text }))
    const { traceId, correlationId, code, shape } = first
    const url = first.hasPage && code ? errorLookupLink(deps.rules.cloud, code) : undefined
    const all = `${input.text}\n${input.beside}`
    const mentioned = await findMentionedTenant(deps.database.db, all, scopeOf(actor, 'viewer'))
    const tenant = mentioned && tenantRef(mentioned)
    const ids = { traceId, correlationId, url, shape, tenant }
    const diagnosis = { ...refOf(first), ...ids, others: others.map(refOf) }
    return toActor(doctorCard({ now, text, diagnosis }))
  },
})

const refOf = ({ outcomeName, code, policyId }: Diagnosis) =>
  outcomeRef(makeOutcome('login', outcomeName, { code, policyId }))

/** What only errors say, also those that nobody has listed. */
const saysError =
  /^(?:invalid|unauthorized|unsupported|access|interaction|consent|login|server|temporarily)_[a-z_]{3,40}$|\b(?:error|exception|failed|failure|denied|forbidden|unauthorized|0x[0-9a-f]{8}|(?:correlation|trace|request) id|[45]\d\d (?:bad|internal|service|too many|not found))\b/i

export const doctorCommand = defineWord({
  word: 'doctor',
  said: ['diagnose', 'explain error', 'explain the error', 'what does this error mean', 'error code'],
  usage: 'doctor <code, error text, or address>',
  examples: ['doctor AADSTS65004'],
  read: async (_args, _deps, _actor, { addressed, material }) => ({ text: addressed, beside: material }),
  readsMaterial: true,
  recognizes: (line) => diagnose(line).length > 0 || saysError.test(line.slice(0, longestText)),
  action: doctorShow,
})
