import { z } from 'zod'
import { doctorCard } from '../../cards/doctor.ts'
import { diagnose } from '../doctor/diagnose.ts'
import { toActor } from '../teams/answer.ts'
import { defineHandler, defineWord } from './define.ts'
import { freeText } from './input.ts'

/** Names cause, remedy and who can do it, from a pasted code, error text or redirect. Without text: asks for it. */
export const doctorShow = defineHandler({
  verb: 'doctor.show',
  role: 'viewer',
  input: z.object({ text: freeText.optional() }),

  async handle({ input, deps }) {
    const now = deps.clock()
    const text = input.text?.trim()
    if (!text) return toActor(doctorCard({ now }))
    const [first] = diagnose(text)
    if (!first) return toActor(doctorCard({ now, text }))
    const { outcomeName, code, traceId, correlationId, link } = first
    return toActor(
      doctorCard({ now, text, diagnosis: { name: outcomeName, code, traceId, correlationId, url: link } }),
    )
  },
})

export const doctorCommand = defineWord({
  word: 'doctor',
  usage: 'doctor <code, error text or address>',
  role: 'viewer',
  examples: ['doctor AADSTS65004'],
  read: async (args) => ({ text: args }),
  action: doctorShow,
})
