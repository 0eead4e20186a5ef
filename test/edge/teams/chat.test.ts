import { expect, test } from 'vitest'
import type { Sender } from '#edge/teams/channel/send.ts'
import { makeChat } from '#edge/teams/conversations/chat.ts'
import { makeConversations } from '#edge/teams/conversations/conversations.ts'
import { findConversation, saveConversation } from '#edge/teams/conversations/conversations-store.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'
import { home, makeCard } from './test-bot.ts'

const gcc = 'https://smba.infra.gcc.teams.microsoft.com/'
const rules = {
  auth: 'on',
  hosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
} as const

async function setup(named: string) {
  const { db } = await openTestDatabase()
  const clock = makeTestClock()
  const posted: string[] = []
  const sender = {
    async post({ serviceUrl }) {
      posted.push(serviceUrl)
      if (serviceUrl === gcc) return { activityId: '1' }
      throw new OutsideError({ service: 'teams', status: 403, code: 'InvalidBotApiHost', apiHost: named })
    },
  } as Partial<Sender> as Sender
  const serviceUrl = 'https://smba.trafficmanager.net/amer/'
  const reference = { serviceUrl, conversation: { id: 'c' }, bot: { id: '28:bot' } }
  await saveConversation(db, { id: 'c', kind: 'channel', tenantId: home, reference, seenAt: clock() })
  const chat = makeChat(sender, makeConversations({ db, clock, sender, rules }))
  return { db, chat, posted, serviceUrl }
}

test('a host that the channel names is asked once, and kept', async () => {
  const { db, chat, posted, serviceUrl } = await setup('smba.infra.gcc.teams.microsoft.com')
  await chat.post('c', makeCard('news'))
  await chat.post('c', makeCard('more'))
  expect(posted).toEqual([serviceUrl, gcc, gcc])
  expect((await findConversation(db, 'c'))?.reference.serviceUrl).toBe(gcc)
})

test.each(['evil.example', 'smba.trafficmanager.net.evil.example'])(
  'a host that is on no list (%s) is not asked, whoever names it',
  async (named) => {
    const { db, chat, posted, serviceUrl } = await setup(named)
    await expect(chat.post('c', makeCard('news'))).rejects.toMatchObject({ facts: { status: 403 } })
    expect(posted).toEqual([serviceUrl])
    expect((await findConversation(db, 'c'))?.reference.serviceUrl).toBe(serviceUrl)
  },
)

test('a host that names itself again is asked once more, not for ever, and not kept', async () => {
  const { db, chat, posted, serviceUrl } = await setup('smba.trafficmanager.net')
  await expect(chat.post('c', makeCard('news'))).rejects.toMatchObject({ facts: { status: 403 } })
  expect(posted).toHaveLength(2)
  expect((await findConversation(db, 'c'))?.reference.serviceUrl).toBe(serviceUrl)
})
