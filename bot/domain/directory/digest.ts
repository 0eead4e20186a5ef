import { hash } from 'node:crypto'
import type { BatchAnswers, BatchPart } from '#platform/microsoft/batch.ts'
import type { OutcomeName } from '#platform/microsoft/outcomes.ts'

/** The only error that is a fact: the object doesn't exist. */
const notThere: OutcomeName = 'objectNotFound'

/**
 * Hash of all requests and answers of a batch, independent of the order of the answers: equal digests mean equal facts.
 * Undefined if an answer is missing, failed, or has further pages.
 */
export function digestOf(parts: readonly BatchPart[], answers: BatchAnswers): string | undefined {
  const lines: string[] = []
  for (const { id, url } of parts) {
    const answer = answers.get(id)
    if (!answer) return undefined
    if (answer.read) lines.push(url, JSON.stringify(answer.value))
    else if (answer.outcome.name === notThere) lines.push(url, notThere)
    else return undefined
  }
  const text = lines.join('\n')
  return text.includes('"@odata.nextLink"') ? undefined : hash('sha256', text, 'base64url')
}
