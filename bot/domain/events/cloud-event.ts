import { CloudEvent } from 'cloudevents'
import { type EventType, eventSubjectOf, eventTypes, type StoredEvent } from './event.ts'

/** Type → name of the schema of its data in the OpenAPI description. */
export const schemaNames: Readonly<Record<EventType, string>> = {
  [eventTypes.access]: 'AccessChanged',
  [eventTypes.status]: 'StatusChanged',
  [eventTypes.request]: 'RequestChanged',
  [eventTypes.alert]: 'AlertChanged',
  [eventTypes.exception]: 'ExceptionChanged',
  [eventTypes.test]: 'WebhookTest',
}

/**
 * The event as it is sent. `sequence` counts the events of one subject, with leading zeros, because the extension of CloudEvents
 * asks for text that sorts; `position` counts all, and is what a reader goes on behind.
 */
export function toCloudEvent(event: StoredEvent, publicUrl: string): CloudEvent<object> {
  return new CloudEvent({
    specversion: '1.0',
    id: event.id,
    source: publicUrl,
    type: event.type,
    subject: eventSubjectOf(event),
    time: event.at.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `${publicUrl}/api/v1/openapi.json#/components/schemas/${schemaNames[event.type]}`,
    sequence: padded(event.sequence, 12),
    position: formatPosition(event.position),
    data: event.data,
  })
}

export const formatPosition = (position: number): string => padded(position, 16)

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')
