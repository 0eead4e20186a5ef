import { CloudEvent } from 'cloudevents'
import { eventSubjectOf, type StoredEvent, schemaNames } from './event.ts'

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

const formatPosition = (position: number): string => padded(position, 16)

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')
