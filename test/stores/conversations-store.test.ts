import { expect, test } from 'vitest'
import {
  type Conversation,
  findConversation,
  findNewestConversation,
  findPersonalConversation,
  removeConversation,
  saveConversation,
} from '#edge/teams/conversations/conversations-store.ts'
import { describeStore } from './contract.ts'
import { at, t0 } from './samples.ts'

const makeConversation = (id: string, rest: Partial<Conversation> = {}): Conversation => ({
  id,
  kind: 'channel',
  tenantId: 'tenant',
  reference: { serviceUrl: 'https://smba.example/emea/', conversation: { id }, bot: { id: '28:bot' } },
  seenAt: t0,
  ...rest,
})

const personal = (id: string, personId: string, rest: Partial<Conversation> = {}) =>
  makeConversation(id, { kind: 'personal', personId, ...rest })

describeStore('conversations', (open) => {
  test('come back whole', async () => {
    const { db } = await open()
    const whole: Required<Conversation> = {
      ...personal('a:1', 'alice'),
      personId: 'alice',
      reference: {
        serviceUrl: 'https://smba.example/emea/',
        conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'tenant', isGroup: false },
        bot: { id: '28:bot', name: 'Grantkeeper' },
      },
    }
    await saveConversation(db, whole)
    await saveConversation(db, makeConversation('19:c'))
    expect(await findConversation(db, 'a:1')).toStrictEqual(whole)
    expect(await findConversation(db, '19:c')).toStrictEqual(makeConversation('19:c'))
    expect(await findConversation(db, 'A:1')).toBeUndefined()
  })

  test('are brought up to date, each alone', async () => {
    const { db } = await open()
    await saveConversation(db, personal('a:1', 'alice'))
    await saveConversation(db, personal('a:2', 'alice'))
    const reference = { ...makeConversation('a:1').reference, serviceUrl: 'https://smba.example/amer/' }
    const moved = makeConversation('a:1', { kind: 'groupChat', reference, seenAt: at(5) })
    await saveConversation(db, moved)
    expect(await findConversation(db, 'a:1')).toStrictEqual(moved)
    expect(await findConversation(db, 'a:2')).toStrictEqual(personal('a:2', 'alice'))
  })

  test('the newest personal chat of this very person is found', async () => {
    const { db } = await open()
    await saveConversation(db, personal('old', 'alice'))
    await saveConversation(db, personal('new', 'alice', { seenAt: at(2) }))
    await saveConversation(db, personal('middle', 'alice', { seenAt: at(1) }))
    await saveConversation(db, personal('foreign', 'alice', { tenantId: 'other', seenAt: at(9) }))
    await saveConversation(db, personal('bob', 'bob', { seenAt: at(9) }))
    await saveConversation(db, personal('group', 'alice', { kind: 'groupChat', seenAt: at(9) }))
    expect((await findPersonalConversation(db, 'tenant', 'alice'))?.id).toBe('new')
    expect((await findPersonalConversation(db, 'other', 'alice'))?.id).toBe('foreign')
    expect(await findPersonalConversation(db, 'other', 'bob')).toBeUndefined()
    expect((await findNewestConversation(db, 'other'))?.id).toBe('foreign')
    expect(await findNewestConversation(db, 'nobody')).toBeUndefined()
  })

  test('forgetting a channel forgets its threads, and nobody else', async () => {
    const { db } = await open()
    const gone = ['19:Ab_c%@thread', '19:Ab_c%@thread;messageid=1', '19:Ab_c%@thread;messageid=22']
    const kept = [
      '19:ab_c%@thread;messageid=1',
      '19:AbXc%@thread;messageid=1',
      '19:Ab_cX@thread;messageid=1',
      '19:Ab_c%@thread2',
      '19:Ab_c%@thread;other',
      'x19:Ab_c%@thread;messageid=1',
    ]
    for (const id of [...gone, ...kept]) await saveConversation(db, makeConversation(id))
    await removeConversation(db, '19:Ab_c%@thread')
    for (const id of gone) expect(await findConversation(db, id)).toBeUndefined()
    for (const id of kept) expect((await findConversation(db, id))?.id).toBe(id)
  })

  test('a thread can be forgotten alone', async () => {
    const { db } = await open()
    for (const id of ['19:c', '19:c;messageid=1', '19:c;messageid=12'])
      await saveConversation(db, makeConversation(id))
    await removeConversation(db, '19:c;messageid=1')
    expect(await findConversation(db, '19:c')).toBeDefined()
    expect(await findConversation(db, '19:c;messageid=1')).toBeUndefined()
    expect(await findConversation(db, '19:c;messageid=12')).toBeDefined()
  })
})
