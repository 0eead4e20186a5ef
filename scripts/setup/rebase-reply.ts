import type { Graph } from './graph.ts'
import type { FoundRegistration } from './graph-shapes.ts'
import type { ReplyChange } from './plan.ts'
import { findRegistration } from './read-found.ts'

/**
 * The change of a registration that belongs to somebody else, made to what is there now: a list replaces the whole list, and
 * while a person read the plan, others may have added to it.
 */
export async function rebaseReply(
  graph: Graph,
  registration: FoundRegistration,
  { web, tags }: ReplyChange,
): Promise<ReplyChange> {
  const now = (await findRegistration(graph, registration.appId)) ?? registration
  const addressesOf = (one: FoundRegistration): readonly string[] => one.web?.redirectUris ?? []
  return {
    web: { redirectUris: rebase(web.redirectUris, addressesOf(registration), addressesOf(now)) },
    tags: rebase(tags, registration.tags, now.tags),
  }
}

/** What was to be added and taken away before, of what is there now. */
function rebase(wanted: readonly string[], before: readonly string[], now: readonly string[]): string[] {
  const kept = now.filter((one) => wanted.includes(one) || !before.includes(one))
  return [...new Set([...kept, ...wanted.filter((one) => !before.includes(one))])]
}
