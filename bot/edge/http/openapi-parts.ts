import { mostOfTail, usualOfTail } from './read-tail.ts'

/* What the descriptions of the interfaces share. */

export const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

export const json = (schema: object) => ({ 'application/json': { schema } })

/** Callers that are not let in, whatever they ask. */
export const refusedCallers = (role: string) => ({
  401: { description: 'No token, or a token that is not valid here, or for longer than a day.' },
  403: {
    description: `A valid token without the app role ${role}, or one that is not certainly that of an app.`,
  },
  503: { description: 'The token cannot be checked now; see Retry-After.' },
})

const whole = (minimum: number, more: object) => ({ type: 'integer', minimum, ...more })
const optional = (name: string, description: string, schema: object) => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
})

/** Of an endpoint that another system reads on and on. */
export const tailParameters = [
  optional(
    'after',
    'The next of the last response; without it, from the beginning.',
    whole(0, { default: 0 }),
  ),
  optional('limit', 'Most events.', whole(1, { maximum: mostOfTail, default: usualOfTail })),
]

/** A page of what comes next, or why there is none. */
export const tailResponses = (page: object, role: string) => ({
  200: { description: 'The next events, the oldest first.', content: json(page) },
  400: problem('A parameter is malformed, given twice, or unknown.'),
  409: problem('Nothing has this number yet, as after a backup was restored.'),
  410: problem('What follows this number was removed after its retention period.'),
  ...refusedCallers(role),
})

export const tailPageOf = (events: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['events', 'next', 'more'],
  properties: {
    events: { type: 'array', items: events },
    next: whole(0, { description: 'Send it as after the next time.' }),
    more: { type: 'boolean', description: 'There are more already.' },
  },
})

const problem = (description: string) => ({ description, content: json(refTo('TailProblem')) })

export const tailProblemSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message'],
  properties: {
    code: { enum: ['INPUT_INVALID', 'TAIL_REMOVED', 'TAIL_AHEAD'] },
    message: { type: 'string', description: 'What is wrong and how to go on.' },
    parameters: { type: 'array', items: { type: 'string' }, description: 'Which ones are wrong.' },
  },
}
