import { describe, expect, test } from 'vitest'
import { later, minutes, seconds } from '#platform/base/time.ts'
import { SendLimits } from '#platform/outbox/send-limits.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { calm, setup } from './setup.ts'

const to = (conversation: string, tenantId = 't') => ({
  conversation,
  tenantId,
  orderingKeys: [conversation],
})

describe('where the channel asked for silence', () => {
  test('one place is silent; with a second one of the tenant the whole tenant is', () => {
    const clock = makeTestClock()
    const sendLimits = new SendLimits()
    const until = (ms: number) => later(clock(), ms)
    sendLimits.throttle(to('c'), clock(), until(3_000))
    expect(sendLimits.findWait(to('c'), clock())).toEqual({ what: 'conversation', until: until(3_000) })
    expect(sendLimits.findWait(to('d'), clock())).toBeUndefined()
    sendLimits.throttle(to('d'), clock(), until(9_000))
    expect(sendLimits.findWait(to('e'), clock())).toEqual({ what: 'tenant', until: until(9_000) })
    expect([...sendLimits.closedTenants(clock()).keys()]).toEqual(['t'])
    expect(sendLimits.findWait(to('e', 'u'), clock())).toBeUndefined()
    clock.forward(9_000)
    expect(sendLimits.findWait(to('e'), clock())).toBeUndefined()
    expect([...sendLimits.closedTenants(clock())]).toEqual([])
  })

  test('two places of different tenants silence nobody else, nor do two that follow each other', () => {
    const clock = makeTestClock()
    const sendLimits = new SendLimits()
    sendLimits.throttle(to('c'), clock(), later(clock(), 1_000))
    sendLimits.throttle(to('d', 'u'), clock(), later(clock(), 1_000))
    clock.forward(1_000)
    sendLimits.throttle(to('e'), clock(), later(clock(), 1_000))
    expect([...sendLimits.closedTenants(clock())]).toEqual([])
  })
})

describe('a card', () => {
  /** Changes the card every second; returns the seconds in which it was sent. */
  async function change(forSeconds: number, urgentAt?: number) {
    const { outbox, fake, tell, pass, clock } = await setup({ sendLimits: new SendLimits() })
    await outbox.start()
    const startMs = clock().getTime()
    const shownAt: number[] = []
    for (let second = 0; second < forSeconds; second++) {
      await tell('a', { urgent: second === urgentAt })
      outbox.wake()
      await calm()
      const before = shownAt.length
      for (let i = before; i < fake.sent.length; i++) shownAt.push((clock().getTime() - startMs) / 1_000)
      await pass(seconds(1))
      for (let i = shownAt.length; i < fake.sent.length; i++)
        shownAt.push((clock().getTime() - startMs) / 1_000)
    }
    await pass(seconds(10))
    const [rest] = [fake.sent.length - shownAt.length]
    await outbox.stop()
    return { shownAt, rest }
  }

  test('that changes all the time is shown every 3 s in its first minute, then every 10 s, and at last', async () => {
    const { shownAt, rest } = await change(100)
    const gaps = shownAt.slice(1).map((at, i) => at - (shownAt[i] ?? 0))
    expect(gaps.slice(0, 19)).toEqual(Array(19).fill(3))
    expect(new Set(gaps.slice(19))).toEqual(new Set([10]))
    expect(rest).toBe(1)
  })

  test('shows what is urgent at once', async () => {
    const { shownAt } = await change(3, 1)
    expect(shownAt).toEqual([0, 1])
  })
})

test('what falls due while all are full goes when there is room, nobody needs to wake it', async () => {
  const { outbox, fake, tell, pass } = await setup({ sendLimits: new SendLimits() })
  for (let i = 0; i < 5; i++) await tell(`${i}`)
  await outbox.start()
  await calm()
  expect(fake.cards).toEqual(['0', '1', '2'])
  await pass(999)
  expect(fake.cards).toHaveLength(3)
  await pass(1)
  expect(fake.cards).toEqual(['0', '1', '2', '3', '4'])
  await outbox.stop()
})

test('a refused bot asks every five minutes, one message at a time', () => {
  const clock = makeTestClock()
  const sendLimits = new SendLimits()
  expect([sendLimits.refuse(clock(), 'c'), sendLimits.refuse(clock(), 'c')]).toEqual([true, false])
  expect(sendLimits.findWait(to('c'), clock())?.what).toBe('all')
  clock.forward(minutes(5))
  expect(sendLimits.findWait(to('c'), clock())).toBeUndefined()
  expect(sendLimits.mostAtOnce(32)).toBe(1)
  expect([sendLimits.accept('c'), sendLimits.accept('c')]).toEqual([true, false])
  expect(sendLimits.mostAtOnce(32)).toBe(32)
})
