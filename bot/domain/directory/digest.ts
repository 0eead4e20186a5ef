import { hash } from 'node:crypto'
import type { BatchAnswers, BatchPart } from '#platform/microsoft/batch.ts'
import type { OutcomeName } from '#platform/microsoft/outcomes.ts'

/** The one refusal that is a fact: what is not there. */
const notThere: OutcomeName = 'objectNotFound'

/**
 * A digest of everything that was asked and told, whatever the order of the answers; two equal ones mean equal facts.
 * Undefined when something was not told, or goes on in further pages: then nothing may be taken as known.
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
