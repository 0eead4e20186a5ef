import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markDead } from '#platform/outbox/dead-letters-store.ts'
import { nextDueAt, takeDue } from '#platform/outbox/due-store.ts'
import {
  add,
  endDelivered,
  type NewMessage,
  type OutboxMessage,
  postpone,
  postponeOrderingKeys,
  retryLater,
} from '#platform/outbox/outbox-store.ts'
import type { Db } from '#platform/storage/database.ts'
import { runs } from '../support/runs.ts'
import { describeStore } from './contract.ts'
import { at, t0 } from './samples.ts'

const card = (activityId: string | null, rest: Partial<NewMessage> = {}): NewMessage => ({
  conversationId: 'c',
  activityId,
  subject: { kind: 'consent', id: 'x' },
  dueAt: t0,
  ...rest,
})

const far = at(1e9)

async function takeOne(db: Db): Promise<OutboxMessage> {
  const [message, ...more] = await takeDue(db, far, 9)
  if (!message || more.length > 0) throw new Error('There is not exactly one message')
  return message
}

const storedError = async (db: Db) =>
  (await db.selectFrom('outbox').select('last_error').executeTakeFirstOrThrow()).last_error

describeStore('the outbox', (open) => {
  test('gives back what was added, when it is due', async () => {
    const { db } = await open()
    await add(db, card('1', { dueAt: at(10) }))
    expect(await takeDue(db, at(9), 9)).toEqual([])
    expect(await nextDueAt(db, at(9))).toEqual(at(10))
    expect(await takeDue(db, at(10), 9)).toEqual([
      {
        ...card('1', { dueAt: at(10) }),
        id: expect.any(Number),
        sinceAt: at(10),
        attempts: 0,
        doubts: 0,
        urgent: false,
        version: 1,
        orderingKey: 'c',
        route: { conversation: 'c', tenantId: '', orderingKeys: ['c'], isGuessed: true },
      },
    ])
    expect(await nextDueAt(db, at(10))).toBeUndefined()
  })

  test('holds an update of the same card once, at the earliest time asked for', async () => {
    const { db } = await open()
    await add(db, card('1', { dueAt: at(20) }))
    await add(db, card('1', { dueAt: at(10) }))
    await add(db, card('1', { dueAt: at(30) }))
    expect(await takeOne(db)).toMatchObject({ dueAt: at(10), version: 3 })
  })

  test('holds apart other cards, subjects and conversations, and every new message', async () => {
    const { db } = await open()
    const messages = [
      card('1'),
      card('2'),
      card('1', { conversationId: 'd' }),
      card('1', { subject: { kind: 'sync', id: 'x' } }),
      card('1', { subject: { kind: 'consent', id: 'y' } }),
      card(null),
      card(null),
    ]
    for (const message of messages) await add(db, message)
    const taken = await takeDue(db, t0, 99)
    expect(taken).toMatchObject(messages)
  })

  test('gives the longest waiting first, no more than asked for, and leaves conversations out', async () => {
    const { db } = await open()
    await add(db, card('late', { dueAt: at(2) }))
    await add(db, card('early', { dueAt: at(1), conversationId: 'd' }))
    await add(db, card('later', { dueAt: at(2), conversationId: 'e' }))
    const take = async (limit: number, except: string[] = []) =>
      (await takeDue(db, far, limit, { orderingKeys: except })).map(({ activityId }) => activityId)
    expect(await take(9)).toEqual(['early', 'late', 'later'])
    expect(await take(2)).toEqual(['early', 'late'])
    expect(await take(9, ['d', 'e'])).toEqual(['late'])
    expect(await take(1, ['d'])).toEqual(['late'])
  })

  test('a delivered message is taken away', async () => {
    const { db } = await open()
    await add(db, card('1'))
    expect(await endDelivered(db, await takeOne(db))).toBe(true)
    expect(await takeDue(db, far, 9)).toEqual([])
  })

  test('one that changed on its way stays, until the last change wants to be shown', async () => {
    const { db } = await open()
    await add(db, card('1'))
    const taken = await takeOne(db)
    await add(db, card('1', { dueAt: at(20) }))
    expect(await endDelivered(db, taken)).toBe(false)
    const again = await takeOne(db)
    expect(again).toMatchObject({ id: taken.id, dueAt: at(20) })
    expect(await endDelivered(db, again)).toBe(true)
  })

  test('a failed one waits and counts', async () => {
    const { db } = await open()
    await add(db, card('1'))
    await retryLater(db, { ...(await takeOne(db)), attempts: 1 }, at(50), 'teams failed: 502')
    expect(await takeOne(db)).toMatchObject({ attempts: 1, dueAt: at(50) })
    expect(await storedError(db)).toBe('teams failed: 502')
  })

  test('one that changed on its way and failed waits too, and counts anew', async () => {
    const { db } = await open()
    await add(db, card('1'))
    const taken = await takeOne(db)
    await add(db, card('1'))
    await retryLater(db, { ...taken, attempts: 7 }, at(50), 'no')
    expect(await takeOne(db)).toMatchObject({ attempts: 0, dueAt: at(50), version: 2 })
  })

  test('a change of a failed one is shown at once and counts anew', async () => {
    const { db } = await open()
    await add(db, card('1'))
    await retryLater(db, { ...(await takeOne(db)), attempts: 5 }, at(50), 'no')
    await add(db, card('1', { dueAt: at(1) }))
    expect(await takeOne(db)).toMatchObject({ attempts: 0, dueAt: at(1) })
    expect(await storedError(db)).toBeNull()
  })

  test('one that was given up is kept but not tried, until it changes', async () => {
    const { db } = await open()
    await add(db, card('1'))
    await markDead(db, await takeOne(db), at(5), { error: 'teams failed: 403', reason: 'muted' })
    expect(await takeDue(db, far, 9)).toEqual([])
    expect(await nextDueAt(db, t0)).toBeUndefined()
    expect(await storedError(db)).toBe('teams failed: 403')
    await add(db, card('1', { dueAt: at(30) }))
    expect(await takeOne(db)).toMatchObject({ attempts: 0, dueAt: at(30) })
  })

  test('one that changed while it was given up is tried again', async () => {
    const { db } = await open()
    await add(db, card('1'))
    const taken = await takeOne(db)
    await add(db, card('1', { dueAt: at(9) }))
    await markDead(db, taken, at(5), { error: 'no', reason: 'tooBig' })
    expect(await takeOne(db)).toMatchObject({ attempts: 0, dueAt: at(5) })
  })

  test('one that waits for room waits, but a change meanwhile does not', async () => {
    const { db } = await open()
    await add(db, card('1'))
    const taken = await takeOne(db)
    await postpone(db, taken, at(7))
    expect(await takeDue(db, at(6), 9)).toEqual([])
    expect(await takeOne(db)).toMatchObject({ dueAt: at(7), attempts: 0, version: 1 })
    await add(db, card('1', { dueAt: at(2), urgent: true }))
    await postpone(db, taken, at(9))
    expect(await takeOne(db)).toMatchObject({ dueAt: at(2), urgent: true })
    await add(db, card('1', { dueAt: at(3) }))
    expect(await takeOne(db)).toMatchObject({ urgent: true })
  })

  test('a whole place waits, threads and all, what waits longer already and what is elsewhere do not move', async () => {
    const { db } = await open()
    await add(db, card('1', { conversationId: '19:x' }))
    await add(db, card('2', { conversationId: '19:x;messageid=7' }))
    await add(db, card('3', { conversationId: '19:x', dueAt: at(50) }))
    await add(db, card('4', { conversationId: '19:xy' }))
    await postponeOrderingKeys(db, ['19:x'], at(20))
    const taken = await takeDue(db, far, 9)
    expect(taken.map(({ activityId, dueAt }) => [activityId, dueAt])).toEqual([
      ['4', t0],
      ['1', at(20)],
      ['2', at(20)],
      ['3', at(50)],
    ])
    expect(await takeDue(db, far, 9, { orderingKeys: ['19:x', '19:xy'] })).toEqual([])
  })

  test('never loses a change: what was added last is delivered after it was added', async () => {
    type Step = { kind: 'add'; after: number } | { kind: 'take' } | { kind: 'deliver' } | { kind: 'fail' }
    const aStep: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), after: fc.integer({ min: 0, max: 5 }) }),
      fc.constantFrom<Step>({ kind: 'take' }, { kind: 'deliver' }, { kind: 'fail' }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 20 }), async (steps) => {
        const { db, close } = await open()
        let [changes, shown, rendered, now] = [0, 0, 0, 0]
        let taken: OutboxMessage | undefined
        const take = async () => {
          taken ??= (await takeDue(db, at(now), 1))[0]
          rendered = changes
        }
        const deliver = async () => {
          if (!taken) return
          shown = rendered
          await endDelivered(db, taken)
          taken = undefined
        }
        for (const step of steps) {
          now++
          if (step.kind === 'take' && !taken) await take()
          if (step.kind === 'deliver') await deliver()
          if (step.kind === 'add') {
            changes++
            await add(db, card('1', { dueAt: at(now + step.after) }))
          }
          if (step.kind === 'fail' && taken) {
            await retryLater(db, { ...taken, attempts: taken.attempts + 1 }, at(now + 2), 'no')
            taken = undefined
          }
        }
        for (let round = 0; round < 3; round++) {
          await deliver()
          now += 10
          await take()
        }
        expect(taken).toBeUndefined()
        expect(shown).toBe(changes)
        await close()
      }),
      runs(60, 10),
    )
  })
})
