import type { OutgoingEvent, WebhookSource } from '#platform/webhooks/webhook-source.ts'
import { eventSubjectOf, eventTypes, type StoredEvent } from '../events/event.ts'
import { findEventAt, findEventHead, listEventsAfter } from '../events/events-store.ts'

/** The names by which the configuration chooses events. */
export const webhookKinds: readonly string[] = Object.keys(eventTypes).filter((kind) => kind !== 'test')

const kindOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(eventTypes).map(([kind, type]) => [type, kind]),
)

/** The events as webhooks send them: the same envelope as in the list of events, written when it is sent. */
export const makeOutgoingEvents = (publicUrl: string): WebhookSource => ({
  findHead: async (db) => (await findEventHead(db)).position,
  listAfter: async (db, after, limit) => (await listEventsAfter(db, { after, limit })).map(outgoing),
  read: async (db, position) => {
    const event = await findEventAt(db, position)
    // The library is loaded with the first delivery: without a target there is none.
    const { toCloudEvent } = await import('../events/cloud-event.ts')
    return event && { id: event.id, body: JSON.stringify(toCloudEvent(event, publicUrl)) }
  },
})

function outgoing(event: StoredEvent): OutgoingEvent {
  const { position, setId, type } = event
  const isTest = type === eventTypes.test
  return { position, setId, subject: eventSubjectOf(event), kind: kindOf[type] ?? type, isTest }
}
