import { appRoles } from '#domain/access/app-roles.ts'
import { statuses } from '#domain/status/status.ts'
import { eventSchemas, eventsOperation, eventWebhooks } from './openapi-events.ts'
import { historyOperation } from './openapi-history.ts'
import { json, refTo, refusedCallers } from './openapi-parts.ts'

const time = { type: 'string', format: 'date-time' }
const nullable = (schema: object) => ({ oneOf: [schema, { type: 'null' }] })
const status = { type: 'string', enum: statuses }

const answerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tenant', 'set', 'allowed', 'status', 'since', 'reason', 'checkedAt', 'apps'],
  properties: {
    tenant: { type: 'string', format: 'uuid' },
    set: { type: 'string' },
    allowed: {
      type: 'boolean',
      description: 'True: the apps of the set can use their Entra data in this tenant now.',
    },
    validUntil: {
      ...time,
      description:
        'If allowed: when that ends unless the tenant is read before. Ask again at the latest then, and do not use an older response.',
    },
    until: {
      ...time,
      description:
        'If allowed for a time only: its end. validUntil is never later. After it the answer is no, unless it was opened again.',
    },
    status: {
      ...status,
      description: 'The status, as shown in chat. A set that is closed by default is blocked.',
    },
    lastKnownStatus: {
      ...status,
      description:
        'As of the last complete read, when status is unknown or blocked, or the directory connection is lost.',
    },
    since: { ...nullable(time), description: 'Time when the status began.' },
    reason: {
      type: 'string',
      pattern: '^[A-Z]+(_[A-Z]+)*$',
      description: 'Code of the first finding; NO_SUCH_GRANT for an unknown tenant or set.',
    },
    checkedAt: { ...nullable(time), description: 'Last complete read of the tenant.' },
    apps: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'name'],
        properties: { id: { type: 'string' }, name: { type: 'string' }, refreshedAt: time },
      },
    },
  },
}

const problemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'parameters'],
  properties: {
    code: { const: 'INPUT_INVALID' },
    parameters: { type: 'array', items: { type: 'string', enum: ['tenant', 'set'] } },
  },
}

const parameter = (name: string, description: string, schema: object) => ({
  name,
  in: 'query',
  required: true,
  description,
  schema,
})
const tag = { ETag: { description: 'Strong; send it as If-None-Match.', schema: { type: 'string' } } }

const accessOperation = {
  operationId: 'readAccess',
  summary: 'Can the apps of a permission set use their Entra data in a tenant now?',
  description:
    'A block returns false from the moment it is confirmed. Call this before every use and send the ETag. Do not keep a response any longer.',
  parameters: [
    parameter('tenant', 'ID of the Entra tenant, given once.', { type: 'string', format: 'uuid' }),
    parameter('set', 'ID of the permission set in the catalog, given once.', {
      type: 'string',
      maxLength: 64,
    }),
    { name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } },
  ],
  responses: {
    200: { description: 'The answer.', headers: tag, content: json(refTo('Access')) },
    304: { description: 'Not modified: your copy is current.', headers: tag },
    400: {
      description: 'A parameter is missing, malformed or given twice.',
      content: json(refTo('Problem')),
    },
    ...refusedCallers(appRoles.access),
  },
}

/** The description of the HTTP interface, OpenAPI 3.1. */
export function openApi(publicUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Grantkeeper API',
      version: '1',
      description: `For the apps of the suite, and for systems that follow what happens. They authenticate with an app token of the home tenant: with the app role ${appRoles.access} for access, ${appRoles.events} for events, and ${appRoles.history} for the history.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ entra: [] }],
    paths: {
      '/api/v1/access': { get: accessOperation },
      '/api/v1/events': { get: eventsOperation },
      '/api/v1/history/ocsf': { get: historyOperation },
    },
    webhooks: eventWebhooks,
    components: {
      securitySchemes: { entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Access: answerSchema, Problem: problemSchema, ...eventSchemas },
    },
  }
}
