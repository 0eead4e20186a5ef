import type { WebhookTarget } from '../config/webhook-targets.ts'
import type { Db } from '../storage/database.ts'

/** An event, as far as sending it goes. */
export interface OutgoingEvent {
  /** In the order of the commits, without gaps. */
  position: number
  /** What it is about: events about the same are sent in their order. */
  subject: string
  /** What the filters of targets name. */
  kind: string
  setId?: string | undefined
  /** A test event: whoever wrote it has made its delivery. */
  isTest: boolean
}

/** Where the events come from. */
export interface WebhookSource {
  /** Position of the newest event. */
  findHead(db: Db): Promise<number>
  listAfter(db: Db, position: number, limit: number): Promise<OutgoingEvent[]>
  /** As it is sent; undefined if it is no longer kept. */
  read(db: Db, position: number): Promise<{ id: string; body: string } | undefined>
}

/** True if the target is sent this event. One that is limited to sets is sent nothing that belongs to none. */
export function isFor(
  { events, sets }: Pick<WebhookTarget, 'events' | 'sets'>,
  event: OutgoingEvent,
): boolean {
  if (event.isTest) return false
  if (events && !events.includes(event.kind)) return false
  return !sets || (event.setId !== undefined && sets.includes(event.setId))
}
