import { expect, test } from 'vitest'
import type { Address } from '#platform/outbox/address.ts'
import {
  countUnseen,
  findPostedCard,
  findPostedCardOfMessage,
  forgetPostedMessage,
  insertPostedCard,
  listPostedCards,
  setPostedMessage,
} from '#platform/outbox/posted-cards-store.ts'
import { describeStore } from './contract.ts'

const subject = { kind: 'request', id: 'r' }
const other = { kind: 'alert', id: 'r' }
const channel: Address = { conversationId: '19:ops@thread.tacv2' }
const alice: Address = { person: { tenantId: 'home', objectId: 'alice' } }
const posted = { conversationId: 'a:1', activityId: '17' }

describeStore('places of cards', (open) => {
  test('are there once per subject and address', async () => {
    const { db } = await open()
    expect(await insertPostedCard(db, subject, channel)).toBe(true)
    expect(await insertPostedCard(db, subject, channel)).toBe(false)
    expect(await insertPostedCard(db, subject, alice)).toBe(true)
    expect(await insertPostedCard(db, other, channel)).toBe(true)
    expect(await listPostedCards(db, subject)).toEqual([
      { subject, address: channel, unseen: 0 },
      { subject, address: alice, unseen: 0 },
    ])
    expect(await listPostedCards(db, { kind: 'request', id: 'other' })).toEqual([])
  })

  test('keep the id of their message, and are found by it', async () => {
    const { db } = await open()
    for (const address of [channel, alice]) await insertPostedCard(db, subject, address)
    await insertPostedCard(db, other, alice)
    await setPostedMessage(db, subject, alice, posted)
    expect(await findPostedCard(db, subject, alice)).toEqual({ subject, address: alice, posted, unseen: 0 })
    expect(await findPostedCardOfMessage(db, subject, posted)).toMatchObject({ address: alice })
    expect(await findPostedCardOfMessage(db, other, posted)).toBeUndefined()
    expect(await findPostedCardOfMessage(db, subject, { ...posted, activityId: '18' })).toBeUndefined()
    expect(await findPostedCard(db, subject, channel)).toEqual({ subject, address: channel, unseen: 0 })
    await forgetPostedMessage(db, subject, alice)
    expect(await findPostedCardOfMessage(db, subject, posted)).toBeUndefined()
    expect(await findPostedCard(db, subject, alice)).toEqual({ subject, address: alice, unseen: 0 })
  })

  test('count changes only where no message can be updated yet', async () => {
    const { db } = await open()
    for (const address of [channel, alice]) await insertPostedCard(db, subject, address)
    await insertPostedCard(db, other, channel)
    await setPostedMessage(db, subject, alice, posted)
    await countUnseen(db, subject)
    await countUnseen(db, subject)
    const unseen = (await listPostedCards(db, subject)).map((place) => place.unseen)
    expect(unseen).toEqual([2, 0])
    expect((await findPostedCard(db, other, channel))?.unseen).toBe(0)
  })
})
