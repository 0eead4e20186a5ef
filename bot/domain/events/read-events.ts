import type { Deps } from '../deps.ts'
import { findEventHead, listEventsAfter } from './events-store.ts'

/** `removed`: events behind the position are gone, up to this one. `ahead`: it was never given; this one was the last. */
type EventsAnswer =
  | { events: readonly object[]; next: number; more: boolean }
  | { removed: number }
  | { ahead: number }

/** One page of events behind a position, as webhooks send them. */
export async function readEvents(
  { database, rules }: Pick<Deps, 'database' | 'rules'>,
  { after, limit }: { after: number; limit: number },
): Promise<EventsAnswer> {
  const { db } = database
  const found = await listEventsAfter(db, { after, limit: limit + 1 })
  // Afterwards: what is removed meanwhile counts as not read.
  const head = await findEventHead(db)
  if (after < head.removed) return { removed: head.removed }
  if (after > head.position) return { ahead: head.position }
  const shown = found.slice(0, limit)
  // The library is loaded with the first question: most installations read no events.
  const { toCloudEvent } = await import('./cloud-event.ts')
  const events = shown.map((event) => toCloudEvent(event, rules.publicUrl))
  return { events, next: shown.at(-1)?.position ?? after, more: found.length > limit }
}
