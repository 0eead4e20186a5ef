import { expect, test } from 'vitest'
import { fromRestError } from '#edge/teams/channel/botbuilder/rest-error.ts'
import { asChatError } from '#edge/teams/channel/chat-error.ts'

const now = new Date('2026-03-01T08:00:00Z')
/** As the SDK's client throws it. */
const answered = (statusCode: number, body: unknown, headers: Record<string, string> = {}) =>
  fromRestError({
    name: 'RestError',
    statusCode,
    response: {
      headers: { get: (name: string) => headers[name] },
      bodyAsText: typeof body === 'string' ? body : JSON.stringify(body),
    },
  })
const codeOf = (status: number, body: unknown) => asChatError(answered(status, body), now).facts.code

test.each([
  [403, { error: { code: 'BotNotInConversationRoster', message: 'x' } }, 'BotNotInConversationRoster'],
  [
    403,
    { error: { code: 'Forbidden', message: 'x', subCode: 'MessageWritesBlocked' } },
    'MessageWritesBlocked',
  ],
  [403, { subCode: 'MessageWritesBlocked', message: 'x' }, 'MessageWritesBlocked'],
  [403, { error: { code: 'Forbidden', message: 'Message writes are blocked' } }, 'MessageWritesBlocked'],
  [
    403,
    { error: { code: 'Forbidden', message: 'User blocked the conversation' } },
    'ConversationBlockedByUser',
  ],
  [403, { error: { code: 'Forbidden', message: 'Bot disabled by admin' } }, 'BotDisabledByAdmin'],
  [403, { message: 'The bot is not part of the conversation roster.' }, 'BotNotInConversationRoster'],
  [
    403,
    { error: { code: 'ServiceError', message: 'ForbiddenOperationException' } },
    'ForbiddenOperationException',
  ],
  [403, { error: { code: 'SomethingElse', message: 'x y' } }, 'SomethingElse'],
  [404, { error: { code: 'NotFound', message: 'Conversation not found.' } }, 'ConversationNotFound'],
  [404, { error: { code: 'ActivityNotFound', message: 'x' } }, 'ActivityNotFoundInConversation'],
  [404, '<html>not here</html>', undefined],
  [413, { error: { code: 'MessageSizeTooBig' } }, 'MessageSizeTooBig'],
  [500, { error: { code: 7, message: ['x'] } }, undefined],
])('%i with %j is %s', (status, body, code) => {
  expect(codeOf(status, body)).toBe(code)
})

test('a host that the channel names is kept, its sentence is not', () => {
  const message =
    'Invalid bot api host. For GCC tenants, please call https://smba.infra.gcc.teams.microsoft.com'
  const error = asChatError(answered(403, { error: { code: 'InvalidBotApiHost', message } }), now)
  expect(error.facts).toEqual({
    service: 'teams',
    status: 403,
    code: 'InvalidBotApiHost',
    apiHost: 'smba.infra.gcc.teams.microsoft.com',
  })
  expect(error.message).not.toContain('GCC')
})

test.each([
  ['3', 3_000],
  ['0', undefined],
  ['-5', undefined],
  ['10000', 3_600_000],
  ['Sun, 01 Mar 2026 08:01:00 GMT', 60_000],
  ['Sun, 01 Mar 2026 07:00:00 GMT', undefined],
  ['soon', undefined],
])('Retry-After "%s" is %s ms', (text, ms) => {
  const error = asChatError(answered(429, {}, { 'retry-after': text }), now)
  expect(error.facts.retryAfterMs).toBe(ms)
})

test.each([
  [{ name: 'AbortError' }, 'TIMEOUT'],
  [
    { code: 'REQUEST_SEND_ERROR', message: 'failed, reason: connect ECONNREFUSED 127.0.0.1:1' },
    'ECONNREFUSED',
  ],
  [{ code: 'REQUEST_SEND_ERROR', message: 'failed, reason: socket hang up' }, 'REQUEST_SEND_ERROR'],
])('a wire that broke (%j) has the name %s', (error, code) => {
  expect(asChatError(fromRestError(error), now).facts).toEqual({ service: 'teams', code })
})
