import { ConfigError, type Problem } from './problem.ts'
import type { WebhookTarget } from './webhook-targets.ts'

/** What targets can be limited to. */
interface Known {
  events: readonly string[]
  sets: readonly string[]
}

/** Checks that targets are limited to events and sets that there are: a misspelled one would silently send nothing. @throws ConfigError */
export function checkWebhookFilters(targets: readonly WebhookTarget[], known: Known): void {
  const problems = targets.flatMap((target) => [
    ...unknownOf(target, 'events', known),
    ...unknownOf(target, 'sets', known),
  ])
  if (problems.length > 0) throw new ConfigError(problems)
}

function unknownOf(target: WebhookTarget, field: keyof Known, known: Known): Problem[] {
  const unknown = (target[field] ?? []).filter((word) => !known[field].includes(word))
  return unknown.map((word) => ({
    variable: 'WEBHOOKS_FILE',
    text: `Target ${target.name}, ${field}: There is no "${word.slice(0, 60)}". Use some of ${known[field].join(', ')}.`,
  }))
}
