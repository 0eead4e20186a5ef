import type { z } from 'zod'
import type { Outcome } from './outcome.ts'
import { makeOutcome } from './outcomes.ts'

/** An answer that our schema refuses, with the field that it lacks or has in another form; never its value. */
export function unreadable({ issues }: Pick<z.ZodError, 'issues'>): { read: false; outcome: Outcome } {
  const names = issues[0]?.path.filter((step) => typeof step === 'string') ?? []
  // The envelope of every list says nothing about which field it is.
  const own = names.length > 1 && names[0] === 'value' ? names.slice(1) : names
  const field = own.join('.')
  const isPlain = /^[\w@.]{1,80}$/.test(field)
  return { read: false, outcome: makeOutcome('graph', 'answerUnreadable', isPlain ? { field } : {}) }
}
