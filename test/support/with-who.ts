import type { Who } from '#platform/microsoft/outcome.ts'
import { whoMustAct } from '#platform/microsoft/outcomes.ts'

/** Adds who must act to an outcome of a card, as the views do. */
export const withWho = <T extends { name: string }>(outcome: T): T & { who: Who } => ({
  ...outcome,
  who: whoMustAct({ name: outcome.name, class: 'state' }),
})
