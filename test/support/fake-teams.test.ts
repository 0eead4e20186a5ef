import { describe, expect, it } from 'vitest'
import { toActor, toEveryone } from '#edge/teams/actions/answer.ts'
import type { Card } from '../../cards/render.ts'
import { alice, makeCard, startTestBot, victor } from '../edge/teams/test-bot.ts'
import { readText } from './card-parts.ts'
import { groupChat } from './fake-teams.ts'

describe('the fake Teams', () => {
  it('carries a typed line to the bot and its card back', async () => {
    const { fake } = await startTestBot()
    const card = await fake.as(alice).ask('show one')
    expect(readText(card.card)).toBe('shown one')
    expect(fake.cards(card.conversationId)).toEqual([card])
  })

  it('shows the answer of a click to the person who clicked, until the bot changes the message for all', async () => {
    const { fake, teams } = await startTestBot({
      show: async ({ turn }) => toEveryone(makeCard(`by ${turn.trigger}`, 'thing.change')),
      change: async () => toActor(makeCard('for you')),
    })
    const ops = groupChat('ops')
    const posted = await fake.as(alice, ops).ask('show one')
    const clicked = await fake.as(alice, ops).click(posted, 'thing.change')
    expect(readText(clicked.card)).toBe('for you')
    expect(fake.as(victor, ops).see(posted).card).toEqual(posted.card)
    await teams.chat.update(posted.conversationId, posted.id, makeCard('for all'))
    expect(readText(fake.as(alice, ops).see(posted).card)).toBe('for all')
  })

  it('lets a test wait for a card that is not there yet', async () => {
    const { fake, teams } = await startTestBot()
    const posted = await fake.as(alice).ask('show one')
    const later = fake.until(posted, (card) => readText(card) === 'done')
    const next = fake.nextCard(posted.conversationId, (card) => readText(card) === 'done')
    await teams.chat.update(posted.conversationId, posted.id, makeCard('half'))
    await teams.chat.update(posted.conversationId, posted.id, makeCard('done'))
    expect((await later).updates).toBe(2)
    expect((await next).updates).toBe(2)
  })

  it('gives up on what a bot that is gone would have sent, and waits for the next one', async () => {
    const { fake, teams } = await startTestBot()
    const posted = await fake.as(alice).ask('show one')
    const isDone = (card: Card): boolean => readText(card) === 'done'
    const waits = [fake.until(posted, isDone), fake.nextCard(posted.conversationId, isDone)]
    const ended = Promise.allSettled(waits)
    fake.giveUp()
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const later = fake.until(posted, isDone)
    await teams.chat.update(posted.conversationId, posted.id, makeCard('done'))
    expect(readText((await later).card)).toBe('done')
  })

  it('fails as it is told to', async () => {
    const { fake, teams } = await startTestBot()
    const { conversationId } = await fake.as(alice).ask('show one')
    fake.connector.fail({ status: 429, code: 'TooMany', retryAfterSeconds: 7 })
    const refused = teams.chat.post(conversationId, makeCard('lost'))
    await expect(refused).rejects.toMatchObject({
      facts: { status: 429, code: 'TooMany', retryAfterMs: 7_000 },
    })
    await teams.chat.post(conversationId, makeCard('kept'))
    expect(fake.cards(conversationId).map(({ card }) => readText(card))).toEqual(['shown one', 'kept'])
  })
})
