import fc from 'fast-check'
import { expect, test } from 'vitest'
import { people } from '../support/whole-app.ts'
import { attack } from './attack.ts'
import { type Door, expectWhole, openDoor } from './door.ts'
import { anyValue, damaged, garbled, nested, text } from './values.ts'

const minutes = 60_000

/** What Teams would send, to be damaged. The line and the verb are harmless ones. */
const samples = (door: Door) =>
  [
    { type: 'message', text: 'help' },
    {
      type: 'message',
      text: '<at>Bot</at> tenants',
      entities: [{ type: 'mention', text: '<at>Bot</at>', mentioned: { id: '28:x' } }],
    },
    { type: 'message', value: { verb: 'help.show', data: {} } },
    {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '1',
      value: { action: { type: 'Action.Execute', verb: 'help.show', data: {} }, trigger: 'manual' },
    },
    { type: 'installationUpdate', action: 'add-upgrade' },
    {
      type: 'conversationUpdate',
      membersAdded: [{ id: '29:1' }],
      channelData: { eventType: 'channelCreated', channel: { id: '19:a' } },
    },
    { type: 'invoke', name: 'task/fetch', value: {} },
    { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } },
  ].map((more) => door.frame(people.victor.objectId, more))

const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'application/json; charset=utf-16',
  '',
  'multipart/form-data; boundary=x',
)
const encodings = fc.constantFrom('', '', '', '', 'gzip', 'br', 'identity', 'deflate, gzip')

/** The text of a body: damaged, doubled keys, too deep, no JSON, half of it. */
function bodies(door: Door): fc.Arbitrary<string | Uint8Array> {
  const whole = fc.constantFrom(...samples(door)).chain(damaged)
  const asText = whole.map((value) => JSON.stringify(value) ?? '')
  const doubled = fc
    .tuple(asText, fc.constantFrom('type', 'from', 'serviceUrl', 'channelId', '__proto__'), anyValue)
    .map(([body, key, value]) => body.replace(/}$/, `,${JSON.stringify(key)}:${JSON.stringify(value)}}`))
  const deep = fc
    .integer({ min: 30, max: 3_000 })
    .map((depth) => JSON.stringify({ ...samples(door)[0], value: nested(depth) }))
  return fc.oneof(
    { weight: 8, arbitrary: asText },
    { weight: 2, arbitrary: doubled },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: fc.constant(JSON.stringify(samples(door)[0])).chain(garbled) },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  )
}

/** Garbled, it is an address of this machine where no channel listens; the real one may well be asked to send again. */
const isElsewhere = ({ app }: Door, body: string | Uint8Array): boolean =>
  typeof body === 'string' &&
  body.includes('"serviceUrl":"http://127.') &&
  !body.includes(`"${app.teams.serviceUrl}"`)

test('whatever is posted: no crash, no 5xx, no hole in a card, nothing changed', {
  timeout: 20 * minutes,
}, async () => {
  const door = await openDoor()
  const input = fc.record({
    body: bodies(door),
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: types },
    ),
    encoding: encodings,
  })
  const statuses = new Map<number, number>()
  await attack('activities', input, async (inputs) => {
    await Promise.all(
      inputs.map(async ({ body, type, encoding }, at) => {
        const headers = {
          ...(type && { 'content-type': type }),
          ...(encoding && { 'content-encoding': encoding }),
        }
        const { status, text: answer } = await door.ask({
          method: 'POST',
          path: '/api/messages',
          headers,
          body,
        })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const allowed = [200, 400, 403, 413, 415, ...(isElsewhere(door, body) ? [503] : [])]
        expect(allowed, `${status} to ${body}; ${door.lastWarning()}`).toContain(status)
        if (status === 200) expectWhole(answer, at)
        else expect(answer).toBe('')
      }),
    )
    await door.hold()
  })
  // Neither all let in nor all sent away: the door and the rooms behind it were both met.
  expect(statuses.get(200)).toBeGreaterThan(10)
  expect(statuses.get(400)).toBeGreaterThan(10)
  expect(door.errors).toEqual([])
})
