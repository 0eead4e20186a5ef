import { expect, test } from 'vitest'
import {
  findConversationState,
  saveConversation,
  setConversationState,
} from '#edge/teams/conversations/conversations-store.ts'
import { addressKey } from '#platform/outbox/address.ts'
import {
  discard,
  listDeadLetters,
  markDead,
  readFigures,
  requeue,
  sendAgain,
} from '#platform/outbox/dead-letters-store.ts'
import { takeDue } from '#platform/outbox/due-store.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { findPostedCard, insertPostedCard } from '#platform/outbox/posted-cards-store.ts'
import type { Db } from '#platform/storage/database.ts'
import { describeStore } from './contract.ts'
import { at, t0 } from './samples.ts'

const subject = { kind: 'alert', id: '7' }
const alice = { person: { tenantId: 't', objectId: 'alice' } }

async function saveChat(db: Db, id: string, personId?: string): Promise<void> {
  const reference = { serviceUrl: 'https://smba.example/', conversation: { id }, bot: { id: '28:bot' } }
  const kind = personId ? ('personal' as const) : ('channel' as const)
  const row = { id, kind, tenantId: 't', reference, seenAt: t0 }
  await saveConversation(db, personId ? { ...row, personId } : row)
}

async function kill(db: Db, reason: Parameters<typeof markDead>[3]['reason'], now = at(5)): Promise<void> {
  for (const message of await takeDue(db, at(1e9), 99))
    await markDead(db, message, now, { error: 'teams failed', reason })
}

describeStore('dead letters', (open) => {
  test('are listed with where and why, the oldest first, and counted', async () => {
    const { db } = await open()
    await saveChat(db, '19:x')
    await add(db, { conversationId: '19:x', activityId: null, subject, dueAt: t0 })
    await kill(db, 'tooBig', at(9))
    await add(db, { conversationId: addressKey(alice), activityId: null, subject, dueAt: t0 })
    await kill(db, 'muted', at(7))
    await add(db, { conversationId: 'c', activityId: '1', subject, dueAt: at(2) })
    expect(await listDeadLetters(db, 9)).toMatchObject([
      { conversationId: addressKey(alice), isNew: true, reason: 'muted', deadAt: at(7) },
      { conversationId: '19:x', kind: 'channel', subject, reason: 'tooBig', deadAt: at(9) },
    ])
    expect(await listDeadLetters(db, 1)).toHaveLength(1)
    const oldestMs = at(50).getTime() - at(2).getTime()
    expect(await readFigures(db, at(50))).toEqual({ waiting: 1, dead: 2, held: 2, oldestMs })
  })

  test('live again when they are sent again, once, and their conversation counts as open', async () => {
    const { db } = await open()
    await saveChat(db, 'a:1', 'alice')
    await setConversationState(db, 'a:1', 'suspect', at(1))
    await add(db, { conversationId: addressKey(alice), activityId: null, subject, dueAt: t0 })
    expect(await takeDue(db, t0, 9)).toMatchObject([{ doubt: { reason: 'suspect' } }])
    await kill(db, 'suspect')
    const [letter] = await listDeadLetters(db, 9)
    const { id = 0, version = 0 } = letter ?? {}
    expect(await sendAgain(db, id, version + 1, at(20))).toBeUndefined()
    expect(await sendAgain(db, id, version, at(20))).toEqual({ subject, conversationId: addressKey(alice) })
    expect(await sendAgain(db, id, version, at(20))).toBeUndefined()
    const due = await takeDue(db, at(20), 9)
    expect(due).toMatchObject([{ dueAt: at(20), attempts: 0, doubts: 0 }])
    expect(due[0]).not.toHaveProperty('doubt')
    expect(await findConversationState(db, 'a:1')).toBe('open')
  })

  test('that are discarded leave no place behind, so that the card can be asked for again', async () => {
    const { db } = await open()
    await insertPostedCard(db, subject, alice)
    await add(db, { conversationId: addressKey(alice), activityId: null, subject, dueAt: t0 })
    await kill(db, 'doubtful')
    const [letter] = await listDeadLetters(db, 9)
    const { id = 0, version = 0 } = letter ?? {}
    expect(await discard(db, id, version + 1)).toBeUndefined()
    expect(await discard(db, id, version)).toEqual({ subject, conversationId: addressKey(alice) })
    expect(await listDeadLetters(db, 9)).toEqual([])
    expect(await findPostedCard(db, subject, alice)).toBeUndefined()
  })

  test('of a place that comes back are due again, others are not', async () => {
    const { db } = await open()
    const conversations = ['19:x', '19:x;messageid=4', '19:y']
    for (const conversationId of conversations)
      await add(db, { conversationId, activityId: null, subject, dueAt: t0 })
    await kill(db, 'uninstalled')
    await add(db, { conversationId: '19:x', activityId: null, subject, dueAt: t0 })
    await kill(db, 'tooBig')
    expect(await requeue(db, ['19:x;messageid=9'], at(30))).toBe(2)
    const due = await takeDue(db, at(30), 9)
    expect(due.map(({ conversationId }) => conversationId)).toEqual(['19:x', '19:x;messageid=4'])
  })
})
