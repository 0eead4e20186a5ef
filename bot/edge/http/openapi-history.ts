import { ocsfVersion } from '#domain/audit/ocsf-event.ts'
import { mostOfTail, usualOfTail } from './read-tail.ts'

const json = (schema: object) => ({ 'application/json': { schema } })
const whole = (minimum: number, more: object = {}) => ({ type: 'integer', minimum, ...more })
const parameter = (name: string, description: string, schema: object) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})

const pageSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['events', 'next', 'more'],
  properties: {
    events: {
      type: 'array',
      items: {
        type: 'object',
        description: `An event of OCSF ${ocsfVersion}: Entity Management (3004) or Detection Finding (2004).`,
        required: ['class_uid', 'type_uid', 'time', 'metadata'],
      },
    },
    next: { ...whole(0), description: 'Send it as “after” the next time.' },
    more: { type: 'boolean', description: 'There are more already.' },
  },
}

const problemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message'],
  properties: {
    code: { enum: ['INPUT_INVALID', 'TAIL_REMOVED', 'TAIL_AHEAD'] },
    message: { type: 'string', description: 'What is wrong and how to go on.' },
    parameters: { type: 'array', items: { type: 'string' } },
  },
}

const problem = (description: string) => ({ description, content: json(problemSchema) })

/** The tail of the history, for the description of the HTTP interface. */
export const historyPaths = {
  '/api/v1/history/ocsf': {
    get: {
      operationId: 'readHistory',
      summary: 'What happened after an entry of the history, as events of OCSF, in their order?',
      description:
        'For a SIEM that reads on and on. The app role is History.Read. Store “next” together with the events.',
      parameters: [
        parameter('after', 'The “next” of the last response; without it, from the beginning.', whole(0)),
        parameter('limit', 'Most events.', whole(1, { maximum: mostOfTail, default: usualOfTail })),
      ],
      responses: {
        200: { description: 'The events, oldest first.', content: json(pageSchema) },
        400: problem('A parameter is malformed, given twice, or unknown.'),
        401: { description: 'No token, or a token that is not valid here, or for longer than a day.' },
        403: {
          description:
            'A valid token without the app role History.Read, or one that is not certainly that of an app.',
        },
        409: problem('The history ends before that number, as after a backup was restored.'),
        410: problem('What follows that number was removed after its retention period.'),
        503: { description: 'The token cannot be checked now; see Retry-After.' },
      },
    },
  },
}
