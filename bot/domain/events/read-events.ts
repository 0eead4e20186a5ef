import type { Deps } from '../deps.ts'
import type { StoredEvent } from './event.ts'
import { findEventHead, listEventsAfter } from './events-store.ts'

/** `removed`: events behind the position are gone, up to this one. `ahead`: it was never given; this one was the last. */
export type EventsAnswer =
  | { events: readonly StoredEvent[]; next: number; more: boolean }
  | { removed: number }
  | { ahead: number }

/** One page of events behind a position. */
export async function readEvents(
  { database }: Pick<Deps, 'database'>,
  { after, limit }: { after: number; limit: number },
): Promise<EventsAnswer> {
  const { db } = database
  const found = await listEventsAfter(db, { after, limit: limit + 1 })
  // Afterwards: what is removed meanwhile counts as not read.
  const head = await findEventHead(db)
  if (after < head.removed) return { removed: head.removed }
  if (after > head.position) return { ahead: head.position }
  const events = found.slice(0, limit)
  return { events, next: events.at(-1)?.position ?? after, more: found.length > limit }
}
