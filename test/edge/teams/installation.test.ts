import { describe, expect, it } from 'vitest'
import { findConversation } from '#edge/teams/conversations/conversations-store.ts'
import { readText } from '../../support/card-parts.ts'
import { channel } from '../../support/fake-teams.ts'
import { alice, makeCard, startTestBot } from './test-bot.ts'

const general = channel('general')

describe('when the bot is added', () => {
  it.each(['add', 'Add'])('(%s) it says once what it is, and keeps how to come back', async (action) => {
    const { fake, teams, database } = await startTestBot()
    await fake.as(alice, general).install(action)
    await teams.settled()
    expect(fake.cards(general.id).map(({ card }) => readText(card))).toEqual(['welcome'])
    expect(await findConversation(database.db, general.id)).toBeDefined()
  })

  it('and told so again, it does not say it again', async () => {
    const { fake, teams } = await startTestBot()
    const added = { id: 'f:same', type: 'installationUpdate', action: 'add' }
    await fake.as(alice).send(added)
    await fake.as(alice).send(added)
    await teams.settled()
    expect(fake.connector.requests).toHaveLength(1)
  })

  it('is told where and by whom', async () => {
    const told: unknown[] = []
    const { fake, teams } = await startTestBot({
      welcome: async (...where) => {
        told.push(...where)
        return makeCard('welcome')
      },
    })
    await fake.as(alice, general).install()
    await teams.settled()
    expect(told).toEqual([{ kind: 'channel', addedBy: 'Alice Moreau' }])
  })

  it('is acknowledged even if the welcome cannot be said', async () => {
    const { fake, teams, log } = await startTestBot()
    fake.connector.fail({ status: 403, code: 'MessageWritesBlocked' })
    expect((await fake.as(alice).install()).status).toBe(200)
    await teams.settled()
    expect(log.lines.map(({ level }) => level)).toContain('warn')
  })
})

describe('when the app is upgraded', () => {
  it.each(['add-upgrade', 'remove-upgrade', 'later', ''])(
    '(%s) it says nothing and forgets nothing',
    async (action) => {
      const { fake, teams, database } = await startTestBot()
      await fake.as(alice).say('help')
      await fake.as(alice).install(action)
      await teams.settled()
      expect(fake.connector.requests).toHaveLength(1)
      expect(await findConversation(database.db, fake.as(alice).conversationId)).toBeDefined()
    },
  )
})

describe('when the bot is removed', () => {
  it('it forgets the way there', async () => {
    const { fake, teams, database } = await startTestBot()
    const { conversationId } = await fake.as(alice).ask('help')
    await fake.as(alice).install('remove')
    expect(await findConversation(database.db, conversationId)).toBeUndefined()
    await expect(teams.chat.post(conversationId, makeCard('lost'))).rejects.toMatchObject({
      facts: { code: 'NOT_STORED' },
    })
  })

  it('from a channel and added again, it finds the way to each thread again', async () => {
    const { fake, teams } = await startTestBot()
    const thread = channel('general', '1700000000001')
    const whole = { ...thread, id: thread.id.replace(/;.*/, '') }
    await fake.as(alice, thread).say('help')
    await fake.as(alice, whole).install('remove')
    await expect(teams.chat.post(thread.id, makeCard('lost'))).rejects.toThrow()
    await fake.as(alice, thread).say('help')
    await teams.chat.post(thread.id, makeCard('back'))
    expect(fake.cards(thread.id).map(({ card }) => readText(card))).toContain('back')
  })

  it('and added again, it finds the way again', async () => {
    const { fake, teams } = await startTestBot()
    const { conversationId } = await fake.as(alice).ask('help')
    await fake.as(alice).install('remove')
    await fake.as(alice).install('add')
    await teams.chat.post(conversationId, makeCard('back'))
    expect(fake.cards(conversationId).map(({ card }) => readText(card))).toContain('back')
  })
})
