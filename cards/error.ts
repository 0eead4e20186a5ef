import type { ButtonCall } from './buttons.ts'
import { frame } from './frame.ts'
import type { Card } from './render.ts'
import type { UserErrorCode } from './words/codes.ts'

export interface ErrorData {
  now: Date
  code: UserErrorCode
  /** Outside texts that fill the sentence. */
  facts: Readonly<Record<string, string | number | readonly string[]>>
  /** Also stands in the log. */
  reference?: string
  /** At most six; for example the nearest commands, or the tenants that a name could mean. */
  suggestions?: readonly ButtonCall[]
}

/** For a bug: a neutral sentence. */
export interface ProblemData {
  now: Date
  reference: string
}

export function errorCard(data: ErrorData): Card {
  return frame({
    fallbackText: 'Not possible',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}

export function problemCard(data: ProblemData): Card {
  return frame({
    fallbackText: 'Something went wrong',
    body: [{ type: 'TextBlock', text: JSON.stringify(data), wrap: true }],
  })
}
