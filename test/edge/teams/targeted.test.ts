import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { toActor, toEveryone } from '#edge/teams/actions/answer.ts'
import { makeHoldsOwnLink } from '#edge/teams/channel/own-links.ts'
import { isTargetedId } from '#platform/outbox/targeted-message.ts'
import type { Card } from '../../../cards/render.ts'
import { readText } from '../../support/card-parts.ts'
import { samples } from '../../support/card-samples.ts'
import type { ConnectorRequest } from '../../support/fake-connector.ts'
import { channel, type Driver, groupChat, type Where } from '../../support/fake-teams.ts'
import {
  alice,
  makeCard,
  olivia,
  startTestBot,
  type TestBot,
  type TestBotOptions,
  victor,
} from './test-bot.ts'

const ops = groupChat('ops')
const general = channel('general')
const shared: [string, Where][] = [
  ['a group chat', ops],
  ['a channel', general],
]
const always = Number.POSITIVE_INFINITY
const firstLine = (card: Card): string => readText(card).split('\n')[0] ?? ''
const texts = (driver: Driver): string[] => driver.cards().map(({ card }) => firstLine(card))
const posts = ({ fake }: TestBot): ConnectorRequest[] =>
  fake.connector.requests.filter(({ body }) => (body as { type?: string }).type === 'message')
const own = { show: async () => toActor(makeCard('for Alice', 'thing.change')) } satisfies TestBotOptions

/** A line that only the bot gets, as Teams sends it for a slash command: no mention, and the recipient says so. */
const whisper = (driver: Driver, text: string) =>
  driver.send({ type: 'message', text, recipient: { id: '28:grantkeeper', isTargeted: true } })

describe.each(shared)('an answer for one person in %s', (_, where) => {
  it('is a targeted message there: the person alone sees it, and nothing is said elsewhere', async () => {
    const bot = await startTestBot(own)
    const card = await bot.fake.as(alice, where).ask('show one')
    expect(firstLine(card.card)).toBe('for Alice')
    expect(card.conversationId).toBe(where.id)
    expect([texts(bot.fake.as(victor, where)), texts(bot.fake.as(alice))]).toEqual([[], []])
    const [sent, ...more] = posts(bot)
    expect(more).toEqual([])
    expect(sent).toMatchObject({
      method: 'POST',
      path: `/v3/conversations/${encodeURIComponent(where.id)}/activities?isTargetedActivity=true`,
      body: { recipient: { id: `29:${alice.objectId}` } },
    })
  })

  it.each([400, 403, 404])('that Teams refuses with %i goes to their own chat, once', async (status) => {
    const bot = await startTestBot(own)
    bot.fake.connector.fail({ targeted: true, status }, always)
    const line = { id: 'f:same', type: 'message', text: '<at>Grantkeeper</at> show one' }
    for (let time = 0; time < 3; time++) await bot.fake.as(alice, where).send(line)
    expect(texts(bot.fake.as(alice))).toEqual(['for Alice'])
    expect(texts(bot.fake.as(victor, where))).toHaveLength(1)
    expect(texts(bot.fake.as(victor, where)).join()).not.toContain('for Alice')
  })

  it('whose refusal says nothing about the conversation leaves it open for others', async () => {
    const bot = await startTestBot(own)
    await bot.fake.as(alice, where).install()
    bot.fake.connector.fail({ targeted: true, status: 403 }, always)
    await bot.fake.as(alice, where).say('show one')
    const rows = await bot.database.db.selectFrom('conversations').select(['kind', 'state']).execute()
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'open'))
  })

  it('that was not taken is repeated by the channel, and arrives once', async () => {
    const bot = await startTestBot(own)
    const line = { id: 'f:same', type: 'message', text: '<at>Grantkeeper</at> show one' }
    bot.fake.connector.fail({ status: 503 })
    const first = await bot.fake.as(alice, where).send(line)
    const second = await bot.fake.as(alice, where).send(line)
    expect([first.status, second.status]).toEqual([503, 200])
    expect(texts(bot.fake.as(alice, where))).toEqual(['for Alice'])
    expect(texts(bot.fake.as(alice))).toEqual([])
  })

  it('is not sent twice when only the note in the conversation fails', async () => {
    const bot = await startTestBot(own)
    bot.fake.connector.fail({ targeted: true, status: 400 }, always)
    bot.fake.connector.fail({ conversationId: where.id, status: 503 }, always)
    const line = { id: 'f:same', type: 'message', text: '<at>Grantkeeper</at> show one' }
    const statuses = [await bot.fake.as(alice, where).send(line), await bot.fake.as(alice, where).send(line)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200])
    expect(texts(bot.fake.as(alice))).toEqual(['for Alice'])
  })

  it('in a cloud without targeted messages goes to their own chat', async () => {
    const bot = await startTestBot({ ...own, targetedMessages: false })
    await bot.fake.as(alice, where).say('show one')
    expect(texts(bot.fake.as(alice))).toEqual(['for Alice'])
    expect(posts(bot).filter(({ path }) => path.includes('isTargetedActivity'))).toEqual([])
  })
})

describe('a card that one person alone sees', () => {
  const followed = (sent: string[]): TestBotOptions => ({
    ...own,
    change: async ({ turn }) => ({
      ...toEveryone(makeCard(`changed by ${turn.trigger}`, 'thing.show')),
      sent: async (id) => void sent.push(id),
    }),
  })

  it('stays so when it is clicked: nothing about it reaches the others', async () => {
    const sent: string[] = []
    const bot = await startTestBot(followed(sent))
    const [mine, others] = [bot.fake.as(olivia, ops), bot.fake.as(victor, ops)]
    const card = await mine.ask('show one')
    const before = bot.fake.connector.requests.length
    const clicked = await mine.click(card, 'thing.change')
    await bot.teams.settled()
    expect(firstLine(clicked.card)).toBe('changed by click')
    expect(sent.map(isTargetedId)).toEqual([true])
    expect(bot.fake.connector.requests.slice(before)).toEqual([])
    // The answer's own buttons know it too.
    await mine.click(clicked, 'thing.show')
    await bot.teams.settled()
    expect(texts(others)).toEqual([])
    expect(JSON.stringify(bot.refusals)).toBe('[]')
  })

  it('is updated in place for this person only, without its recipient, and one that is gone is no error', async () => {
    const sent: string[] = []
    const bot = await startTestBot(followed(sent))
    const mine = bot.fake.as(olivia, ops)
    const card = await mine.ask('show one')
    await mine.click(card, 'thing.change')
    await bot.teams.settled()
    await bot.teams.chat.update(ops.id, sent[0] ?? '', makeCard('news'))
    expect(readText(mine.see(card).card)).toBe('news')
    expect(posts(bot).at(-1)).toMatchObject({
      method: 'PUT',
      path: expect.stringMatching(/\?isTargetedActivity=true$/),
    })
    expect(posts(bot).at(-1)?.body).not.toHaveProperty('recipient')
    expect(texts(bot.fake.as(victor, ops))).toEqual([])
  })

  it('gets a late answer in place, and in the own chat when it is gone meanwhile', async () => {
    for (const isGone of [false, true]) {
      let open = (): void => {}
      const opened = new Promise<void>((resolve) => {
        open = resolve
      })
      const bot = await startTestBot({
        ...own,
        change: async () => {
          await opened
          return toEveryone(makeCard('at last'))
        },
      })
      const mine = bot.fake.as(olivia, ops)
      const card = await mine.ask('show one')
      const clicked = mine.click(card, 'thing.change')
      await bot.timers.set(3_500)
      bot.timers.forward(3_500)
      await clicked
      if (isGone) bot.fake.connector.forget(card.id)
      open()
      await bot.teams.settled()
      expect(texts(isGone ? bot.fake.as(olivia) : mine)).toEqual(['at last'])
      expect(texts(bot.fake.as(victor, ops))).toEqual([])
    }
  })

  it.each(['execute', 'submit'] as const)(
    'says so in its buttons, for a client that clicks by %s',
    async (how) => {
      const seen: unknown[] = []
      const bot = await startTestBot({
        ...own,
        change: async ({ input }) => {
          seen.push(input)
          return toEveryone(makeCard('done'))
        },
      })
      const mine = bot.fake.as(olivia, ops)
      const card = await mine.ask('show one')
      const [{ data, verb }] = card.card.actions as [{ data: object; verb: string }]
      if (how === 'execute') await mine.press(card, { verb, data })
      else await mine.send({ type: 'message', replyToId: card.id, value: { ...data, verb } })
      await bot.teams.settled()
      expect(seen).toEqual([{ id: 'one' }])
      expect(texts(bot.fake.as(victor, ops))).toEqual([])
    },
  )
})

describe('a line that was sent to the bot alone', () => {
  it('needs no mention, and is answered to its writer alone even if the answer is for everyone', async () => {
    const bot = await startTestBot({ show: async () => toEveryone(makeCard('shown')) })
    const mine = bot.fake.as(alice, general)
    await whisper(mine, 'show one')
    await bot.teams.settled()
    expect(texts(mine)).toEqual(['shown'])
    expect(texts(bot.fake.as(victor, general))).toEqual([])
  })

  it('leaves no trace for the others when Teams refuses the answer, or even the own chat', async () => {
    const bot = await startTestBot({ show: async () => toEveryone(makeCard('shown')) })
    const mine = bot.fake.as(alice, general)
    bot.fake.connector.fail({ targeted: true, status: 400 }, always)
    await whisper(mine, 'show one')
    bot.fake.connector.fail({ conversationId: bot.fake.as(alice).conversationId, status: 403 }, always)
    await whisper(mine, 'show two')
    await bot.teams.settled()
    expect(texts(bot.fake.as(alice))).toEqual(['shown'])
    expect(texts(bot.fake.as(victor, general))).toEqual([])
  })

  it('in a personal chat is an ordinary line', async () => {
    const bot = await startTestBot({ show: async () => toEveryone(makeCard('shown')) })
    await whisper(bot.fake.as(alice), 'show one')
    expect(texts(bot.fake.as(alice))).toEqual(['shown'])
    expect(posts(bot).filter(({ path }) => path.includes('isTargetedActivity'))).toEqual([])
  })
})

describe('a link that is for one person', () => {
  const origin = 'https://bot.example'
  const holdsOwnLink = makeHoldsOwnLink(origin)
  const withLink = (card: Card, url: string, how: 'button' | 'row' | 'text'): Card => {
    const body = card.body as object[]
    if (how === 'text') return { ...card, body: [...body, { type: 'TextBlock', text: `[Open](${url})` }] }
    const action = { type: 'Action.OpenUrl', title: 'Open', url }
    if (how === 'button') return { ...card, actions: [...((card.actions as object[]) ?? []), action] }
    return { ...card, body: [...body, { type: 'Container', items: [], selectAction: action }] }
  }
  const names = Object.keys(samples)

  test('is in no request to a shared conversation, whatever the card, the place, the audience, and the click', async () => {
    let answer = toActor(makeCard('first'))
    const bot = await startTestBot({ show: async () => answer, change: async () => answer })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom(...shared.map(([, where]) => where)),
        fc.constantFrom('actor', 'everyone'),
        fc.constantFrom('typed', 'whispered', 'clicked'),
        fc.constantFrom('button', 'row', 'text'),
        fc.constantFrom('consent', 'export'),
        fc.boolean(),
        async (name, where, audience, how, place, path, refuses) => {
          bot.fake.forget()
          bot.fake.connector.recover()
          if (refuses) bot.fake.connector.fail({ targeted: true, status: 403 }, always)
          const mine = bot.fake.as(alice, where)
          answer = toEveryone(makeCard('before', 'thing.change'))
          const before = await mine.ask('show one')
          const url = `${origin}/${path}/secretsecret`
          const card = withLink(samples[name]?.() ?? makeCard(''), url, place)
          answer = audience === 'actor' ? toActor(card) : toEveryone(card)
          const shown =
            how === 'clicked'
              ? await mine.press(before, { verb: 'thing.change', data: { id: 'one' } })
              : await (how === 'typed' ? mine.say('show one') : whisper(mine, 'show one'))
          await bot.teams.settled()
          expect(JSON.stringify(shown)).not.toContain('secretsecret')
          const holding = posts(bot).filter(({ body }) => JSON.stringify(body).includes('secretsecret'))
          expect(holding.map(({ path: to }) => decodeURIComponent(to))).toEqual([
            `/v3/conversations/${bot.fake.as(alice).conversationId}/activities`,
          ])
        },
      ),
    )
    await expect(
      bot.teams.chat.post(ops.id, withLink(makeCard(''), `${origin}/consent/x`, 'row')),
    ).rejects.toThrow(/shared conversation/)
  })

  it('is told from the addresses that a card only names', () => {
    expect(holdsOwnLink(withLink(makeCard(''), `${origin}/consent/x`, 'button'))).toBe(true)
    expect(holdsOwnLink(makeCard(`redirect URI: ${origin}/consent/callback`))).toBe(false)
    expect(holdsOwnLink(withLink(makeCard(''), 'https://entra.microsoft.com/consent/x', 'button'))).toBe(
      false,
    )
  })

  test('of every sample card that has one is found', () => {
    for (const [name, make] of Object.entries(samples)) {
      const card = make()
      const urls = [
        ...JSON.stringify(card).matchAll(/"url":"(https?:\/\/[^"]+)\/(?:consent|export)\/[^"]+"/g),
      ]
      for (const [, start = ''] of urls) expect(makeHoldsOwnLink(start)(card), name).toBe(true)
    }
  })
})
