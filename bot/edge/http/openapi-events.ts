import { z } from 'zod'
import { accessChangedData, statusChangedData } from '#domain/access-events/access-event.ts'
import { alertChangedData } from '#domain/alerts/alert-event.ts'
import { type EventType, eventTypes, schemaNames } from '#domain/events/event.ts'
import { webhookTestData } from '#domain/events/test-event.ts'
import { exceptionChangedData } from '#domain/exceptions/exception-event.ts'
import { requestChangedData } from '#domain/requests/request-event.ts'
import { mostOfTail, usualOfTail } from './read-tail.ts'

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
const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })
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
  EventsPage: {
    type: 'object',
    additionalProperties: false,
    required: ['events', 'next', 'more'],
    properties: {
      events: { type: 'array', items: { oneOf: types.map((type) => refTo(envelopeName(type))) } },
      next: { type: 'integer', description: 'Give this as after to go on.' },
      more: { type: 'boolean', description: 'There are more events already.' },
    },
  },
  EventsProblem: {
    type: 'object',
    additionalProperties: false,
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', enum: ['INPUT_INVALID', 'TAIL_AHEAD', 'TAIL_REMOVED'] },
      parameters: { type: 'array', items: { type: 'string' }, description: 'Which ones are wrong.' },
      message: { type: 'string', description: 'What to do.' },
    },
  },
}

const json = (name: string) => ({ 'application/json': { schema: refTo(name) } })

export const eventsOperation = {
  operationId: 'listEvents',
  summary: 'What has changed behind a position?',
  description:
    'For a system that missed events, or that takes none by webhook. Needs the app role Events.Read; Access.Read is not enough.',
  parameters: [
    {
      name: 'after',
      in: 'query',
      required: false,
      description: 'The last position that you have: next of the last response; absent: from the beginning.',
      schema: { type: 'integer', minimum: 0, default: 0 },
    },
    {
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: mostOfTail, default: usualOfTail },
    },
  ],
  responses: {
    200: { description: 'The next events, the oldest first.', content: json('EventsPage') },
    400: { description: 'What is wrong with which parameter.', content: json('EventsProblem') },
    401: { description: 'No token, or a token that is not valid here, or for longer than a day.' },
    403: {
      description: 'A token without the app role Events.Read, or one that is not certainly that of an app.',
    },
    409: {
      description: 'No event has this position yet, as after a restore.',
      content: json('EventsProblem'),
    },
    410: {
      description: 'Events behind this position were removed by their age.',
      content: json('EventsProblem'),
    },
    503: { description: 'The token cannot be checked now; see Retry-After.' },
  },
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
