import { z } from 'zod'
import { appRoles } from '#domain/access/app-roles.ts'
import { accessChangedData, statusChangedData } from '#domain/access-events/access-event.ts'
import { alertChangedData } from '#domain/alerts/alert-event.ts'
import { type EventType, eventTypes, schemaNames } from '#domain/events/event.ts'
import { webhookTestData } from '#domain/events/test-event.ts'
import { exceptionChangedData } from '#domain/exceptions/exception-event.ts'
import { requestChangedData } from '#domain/requests/request-event.ts'
import { refTo, tailPageOf, tailParameters, tailProblemSchema, tailResponses } from './openapi-parts.ts'

interface DescribedEvent {
  data: z.ZodType
  summary: string
}

const described: Readonly<Record<EventType, DescribedEvent>> = {
  [eventTypes.access]: {
    data: accessChangedData,
    summary: 'What the apps of a set may do in a tenant has changed, or until when.',
  },
  [eventTypes.status]: { data: statusChangedData, summary: 'The status of a set in a tenant has changed.' },
  [eventTypes.request]: {
    data: requestChangedData,
    summary: 'A request was made, handed over, approved, denied, withdrawn, or has ended.',
  },
  [eventTypes.alert]: {
    data: alertChangedData,
    summary: 'An alert was opened, acknowledged, snoozed, resolved, or says something else.',
  },
  [eventTypes.exception]: { data: exceptionChangedData, summary: 'An exception began or ended.' },
  [eventTypes.test]: { data: webhookTestData, summary: 'Somebody tests this target. Nothing has changed.' },
}

const types = Object.values(eventTypes)
/** Of the event around its data. */
const envelopeName = (type: EventType): string => `${schemaNames[type]}Event`

function schemaOf(data: z.ZodType): object {
  const { $schema: _, ...schema } = z.toJSONSchema(data)
  return schema
}

const position = {
  type: 'string',
  pattern: '^\\d{16}$',
  description: 'Of all events: they are in the order in which they were stored, without gaps.',
}

function envelopeOf(type: EventType): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: [
      ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema'],
      ...['sequence', 'position', 'data'],
    ],
    properties: {
      specversion: { const: '1.0' },
      id: { type: 'string', format: 'uuid', description: 'The same however often the event is sent.' },
      source: { type: 'string', format: 'uri', description: 'The public URL of this installation.' },
      type: { const: type },
      subject: {
        type: 'string',
        pattern: '^[^/]+/[^/]+$',
        description: 'Tenant and set; an asterisk stands for several, or none.',
      },
      time: { type: 'string', format: 'date-time' },
      datacontenttype: { const: 'application/json' },
      dataschema: { type: 'string', format: 'uri' },
      sequence: {
        type: 'string',
        pattern: '^\\d{12}$',
        description: 'Of the events of this subject: from 1, without gaps.',
      },
      position,
      data: refTo(schemaNames[type]),
    },
  }
}

/** The data of every type, the event around it, and the answers of the events API. */
export const eventSchemas: Readonly<Record<string, object>> = {
  ...Object.fromEntries(types.map((type) => [schemaNames[type], schemaOf(described[type].data)])),
  ...Object.fromEntries(types.map((type) => [envelopeName(type), envelopeOf(type)])),
  EventsPage: tailPageOf({ oneOf: types.map((type) => refTo(envelopeName(type))) }),
  TailProblem: tailProblemSchema,
}

export const eventsOperation = {
  operationId: 'listEvents',
  summary: 'What has changed behind a position?',
  description: `For a system that missed events, or that takes none by webhook. Needs the app role ${appRoles.events}; ${appRoles.access} is not enough.`,
  parameters: tailParameters,
  responses: tailResponses(refTo('EventsPage'), appRoles.events),
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
})

/** Those of the Standard Webhooks. */
const webhookHeaders = [
  header(
    'webhook-id',
    'ID of the event, the same however often it is sent: what you have seen already, skip.',
  ),
  header('webhook-timestamp', 'When this delivery was signed, in seconds since 1970. Refuse old ones.'),
  header(
    'webhook-signature',
    'Signatures of ID, timestamp, and body, separated by spaces. One of them must be right.',
  ),
]

/** Every event as it is sent to a target. */
export const eventWebhooks = Object.fromEntries(
  types.map((type) => [
    type,
    {
      post: {
        operationId: `on${schemaNames[type]}`,
        summary: described[type].summary,
        security: [],
        parameters: webhookHeaders,
        requestBody: {
          required: true,
          content: { 'application/cloudevents+json': { schema: refTo(envelopeName(type)) } },
        },
        responses: {
          '2XX': { description: 'You have it. Anything else, and it is sent again later.' },
        },
      },
    },
  ]),
)
