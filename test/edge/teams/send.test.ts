import { describe, expect, it } from 'vitest'
import { readText } from '../../support/card-parts.ts'
import { alice, makeCard, startTestBot } from './test-bot.ts'

async function startChat(timeoutMs?: number) {
  const bot = await startTestBot(timeoutMs === undefined ? {} : { timeoutMs })
  const { conversationId, id } = await bot.fake.as(alice).ask('help')
  const before = bot.fake.connector.requests.length
  const sent = () => bot.fake.connector.requests.slice(before)
  return { ...bot, conversationId, id, sent }
}

describe('a card that is sent', () => {
  it('stands alone in its message, with a summary for the notification', async () => {
    const { teams, conversationId, sent } = await startChat()
    await teams.chat.post(conversationId, { ...makeCard('news'), fallbackText: 'News of Contoso' })
    expect(sent()).toMatchObject([
      {
        method: 'POST',
        body: {
          type: 'message',
          summary: 'News of Contoso',
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
        },
      },
    ])
    expect(sent()[0]?.body).not.toHaveProperty('text')
  })

  it.each([
    [
      { status: 400, code: 'BadSyntax' },
      { status: 400, code: 'BadSyntax' },
    ],
    [
      { status: 403, code: 'BotNotInConversationRoster' },
      { status: 403, code: 'BotNotInConversationRoster' },
    ],
    [
      { status: 412, code: 'PreconditionFailed' },
      { status: 412, code: 'PreconditionFailed' },
    ],
    [
      { status: 413, code: 'MessageSizeTooBig' },
      { status: 413, code: 'MessageSizeTooBig' },
    ],
    [
      { status: 429, code: 'Throttled', retryAfterSeconds: 3 },
      { status: 429, code: 'Throttled', retryAfterMs: 3_000 },
    ],
    [
      { status: 500, code: 'ServiceError' },
      { status: 500, code: 'ServiceError' },
    ],
    [
      { status: 503, code: 'Busy', retryAfterSeconds: 1 },
      { status: 503, code: 'Busy', retryAfterMs: 1_000 },
    ],
  ])('and refused with %j fails with that, after one request', async (trouble, facts) => {
    const { fake, teams, conversationId, id, sent } = await startChat()
    fake.connector.fail(trouble, 2)
    const error = { name: 'OutsideError', facts: { service: 'teams', ...facts } }
    await expect(teams.chat.post(conversationId, makeCard('news'))).rejects.toMatchObject(error)
    await expect(teams.chat.update(conversationId, id, makeCard('news'))).rejects.toMatchObject(error)
    expect(sent()).toHaveLength(2)
  })

  it('to a message that is gone fails with 404', async () => {
    const { teams, conversationId } = await startChat()
    await expect(teams.chat.update(conversationId, '404', makeCard('news'))).rejects.toMatchObject({
      facts: { status: 404, code: 'ActivityNotFoundInConversation' },
    })
  })

  it('to a channel that never answers is given up in time', async () => {
    const { fake, teams, conversationId } = await startChat(50)
    fake.connector.hang()
    await expect(teams.chat.post(conversationId, makeCard('news'))).rejects.toMatchObject({
      facts: { service: 'teams', code: 'TIMEOUT' },
    })
  })

  it('to a channel that is not there fails with a name', async () => {
    const { fake, teams, conversationId } = await startChat()
    await fake.close()
    const error = { facts: { service: 'teams', code: expect.any(String) } }
    await expect(teams.chat.post(conversationId, makeCard('news'))).rejects.toMatchObject(error)
  })

  it('does not follow a redirect, which would carry the token away', async () => {
    const { fake, teams, conversationId, sent } = await startChat()
    fake.connector.fail({ status: 307, location: `${fake.serviceUrl}v3/conversations/stolen/activities` })
    await expect(teams.chat.post(conversationId, makeCard('news'))).rejects.toMatchObject({
      facts: { status: 307 },
    })
    expect(sent()).toHaveLength(1)
  })

  it('comes whole, with every character', async () => {
    const { fake, teams, conversationId } = await startChat()
    const text = 'Ünïcode 例 🛡️ "quotes" \\ and <at>tags</at>'
    await teams.chat.post(conversationId, makeCard(text))
    expect(fake.cards(conversationId).map(({ card }) => readText(card))).toContain(text)
  })
})
