import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { tailsEn as words } from '../../../cards/words/tails-en.ts'

export const mostOfTail = 1_000
export const usualOfTail = 100

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.number().int().min(least).max(most))

const tailSchema = z.strictObject({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: wholeNumber(1, mostOfTail).default(usualOfTail),
})

/** What a tailing endpoint is asked for: at most `limit` of what comes after this number. */
export type Tail = z.output<typeof tailSchema>

export interface TailProblem {
  code: string
  message: string
  parameters?: readonly string[]
}

/** Reads `after` and `limit`, each given once at most, and nothing else: a misspelled one is told, not ignored. */
export function readTail(request: IncomingMessage): { tail: Tail } | { problem: TailProblem } {
  const query = new URL(request.url ?? '', 'http://any').searchParams
  const given = Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const [value, ...others] = query.getAll(key)
      return [key, others.length > 0 ? undefined : value]
    }),
  )
  const twice = Object.keys(given).filter((key) => given[key] === undefined)
  const read = tailSchema.safeParse(given)
  if (read.success && twice.length === 0) return { tail: read.data }
  const wrong = (read.error?.issues ?? []).flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
  )
  const parameters = [...new Set([...twice, ...wrong])].toSorted()
  return { problem: { code: 'INPUT_INVALID', parameters, message: words.invalid(mostOfTail) } }
}
