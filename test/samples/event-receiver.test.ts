import { beforeEach, expect, test, vi } from 'vitest'
import { later, minutes, seconds } from '#platform/base/time.ts'
import { signWebhook } from '#platform/webhooks/sign-webhook.ts'
import { EventReceiver, type ReceivedEvent, type Seen } from '../../docs/samples/event-receiver.ts'
import { atTime, newWebhookKey } from '../support/webhook-receiver.ts'

const key = newWebhookKey()
const now = new Date('2026-11-30T10:00:00Z')

const event = (sequence: number, subject = 'tenant/set'): ReceivedEvent => ({
  id: `event-${subject}-${sequence}`,
  type: 'com.grantkeeper.access.changed.v1',
  subject,
  sequence: String(sequence).padStart(12, '0'),
  position: String(sequence * 10).padStart(16, '0'),
  time: now.toISOString(),
  data: { allowed: false },
})

let [handled, saved]: [string[], Seen[]] = [[], []]
beforeEach(() => {
  handled = []
  saved = []
})

function open(more: Partial<ConstructorParameters<typeof EventReceiver>[0]> = {}) {
  const receiver = new EventReceiver({
    keys: () => [key],
    handle: async ({ subject, sequence }) => void handled.push(`${subject} ${Number(sequence)}`),
    seen: {},
    save: (seen) => void saved.push(structuredClone(seen)),
    ...more,
  })
  const send = (
    sent: ReceivedEvent,
    { keys = [key], at = now, body = JSON.stringify(sent), headers = {} }: Partial<Sent> = {},
  ) => {
    const signed = signWebhook(keys, { id: sent.id, at, body: JSON.stringify(sent) })
    return atTime(
      () => now,
      () => receiver.receive({ ...signed, ...headers }, body),
    )
  }
  return { receiver, send }
}

interface Sent {
  keys: string[]
  at: Date
  body: string
  headers: Record<string, string>
}

test('accepts what is signed with one of its keys, each event once, in its order', async () => {
  const fresh = newWebhookKey()
  const { send } = open({ keys: () => [fresh, key] })
  expect(await send(event(1))).toBe(204)
  expect(await send(event(2), { keys: [fresh, newWebhookKey()] })).toBe(204)
  expect(await send(event(1, 'other/set'))).toBe(204)
  expect(handled).toEqual(['tenant/set 1', 'tenant/set 2', 'other/set 1'])
})

test.each<[string, Partial<Sent>]>([
  ['forged with another key', { keys: [newWebhookKey()] }],
  ['changed on the way', { body: JSON.stringify({ ...event(1), data: { allowed: true } }) }],
  ['under another ID', { headers: { 'webhook-id': 'event-2' } }],
  ['older than five minutes', { at: later(now, -minutes(5) - seconds(1)) }],
  ['from the future', { at: later(now, minutes(5) + seconds(1)) }],
  ['of another time than signed', { headers: { 'webhook-timestamp': String(now.getTime() / 1_000 + 60) } }],
  ['without a signature', { headers: { 'webhook-signature': '' } }],
  ['with another version of it', { headers: { 'webhook-signature': 'v2,AAAA' } }],
])('refuses what is %s', async (_what, how) => {
  const { send } = open()
  expect(await send(event(1), how)).toBe(401)
  expect(handled).toEqual([])
})

test('a recorded request changes nothing when it comes again, also after a restart', async () => {
  const { send } = open()
  await send(event(1))
  await send(event(2))
  expect(await send(event(1))).toBe(200)
  expect(await send(event(2), { at: later(now, minutes(4)) })).toBe(200)
  const restarted = open({ seen: saved.at(-1) ?? {} })
  expect(await restarted.send(event(1))).toBe(200)
  expect(await restarted.send(event(3))).toBe(204)
  expect(handled).toEqual(['tenant/set 1', 'tenant/set 2', 'tenant/set 3'])
})

test('what was missed is read from the list of events, in its order', async () => {
  const asked: number[] = []
  const listed = [event(2), event(2, 'other/set'), event(3), event(4), event(5), event(6)]
  const { send } = open({
    readAfter: async (position) => {
      asked.push(position)
      const behind = listed.filter((each) => Number(each.position) > position)
      const events = behind.slice(0, 2)
      return { events, next: Number(events.at(-1)?.position ?? position), more: behind.length > 2 }
    },
  })
  await send(event(1))
  expect(await send(event(5))).toBe(204)
  expect(handled).toEqual([1, 2, 3, 4, 5].map((n) => `tenant/set ${n}`))
  expect(asked[0]).toBe(Number(event(1).position))
  expect(await send(event(3))).toBe(200)
})

test('what the list no longer has holds nothing back', async () => {
  const { send } = open({ readAfter: async () => undefined })
  await send(event(1))
  expect([await send(event(5)), await send(event(6))]).toEqual([204, 204])
  expect(handled).toEqual([1, 5, 6].map((n) => `tenant/set ${n}`))
})

test('work that fails is asked for again, and holds back what comes behind it', async () => {
  let isBroken = true
  const { send } = open({
    handle: async ({ sequence }) => {
      if (isBroken) throw new Error('down')
      handled.push(sequence)
    },
  })
  await expect(send(event(1))).rejects.toThrow('down')
  isBroken = false
  expect(await send(event(1))).toBe(204)
  expect(handled).toHaveLength(1)
})

test('events that arrive together are handled one after another', async () => {
  const running = vi.fn()
  let open1: () => void = () => {}
  const gate = new Promise<void>((resolve) => {
    open1 = resolve
  })
  const { send } = open({
    handle: async ({ sequence }) => {
      running(sequence)
      if (Number(sequence) === 1) await gate
    },
  })
  const both = [send(event(1)), send(event(2))]
  await new Promise((resolve) => setImmediate(resolve))
  expect(running).toHaveBeenCalledTimes(1)
  open1()
  expect(await Promise.all(both)).toEqual([204, 204])
  expect(running.mock.calls.flat().map(Number)).toEqual([1, 2])
})
