import { expect, test } from 'vitest'
import { toEveryone } from '#edge/teams/actions/answer.ts'
import { complaintsAbout } from '../../support/check-card.ts'
import { alice, makeCard, startTestBot } from './test-bot.ts'

/** Room for ten turns; those that work wait until the test releases them. */
async function startFullBot() {
  const waiting: (() => void)[] = []
  const ran: string[] = []
  const bot = await startTestBot({
    mostTurns: 10,
    change: async ({ input }) => {
      ran.push(input.id)
      await new Promise<void>((go) => waiting.push(go))
      return toEveryone(makeCard(`changed ${input.id}`))
    },
  })
  const person = bot.fake.as(alice)
  const change = (n: number) =>
    person.invoke('1', { verb: 'thing.change', data: { id: String(n) } }).then(({ status, body }) => ({
      status,
      text: JSON.stringify(body),
    }))
  return { ...bot, person, ran, change, release: () => waiting.splice(0).forEach((go) => void go()) }
}

test('above four fifths a click is told that the bot is busy, beyond the limit it is asked for again', async () => {
  const { ran, change, finish, waitUntilFull } = await fill()
  const busy = await change(9)
  expect(busy.status).toBe(200)
  expect(busy.text).toContain('Grantkeeper is busy')
  expect(ran).not.toContain('9')
  await waitUntilFull()
  expect(await change(12)).toEqual({ status: 503, text: undefined })
  await finish()
})

test('whoever was let in gets an answer, and afterwards there is room again', async () => {
  const { change, release, begun, ran, teams } = await fill()
  release()
  const answers = await Promise.all(begun)
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  for (const [at, { text }] of answers.entries()) expect(text).toContain(`changed ${at + 1}`)
  await teams.settled()
  const again = change(13)
  await expect.poll(() => ran).toContain('13')
  release()
  expect((await again).text).toContain('changed 13')
})

test('a typed line gets the card too, and it is a whole one', async () => {
  const { person, finish } = await fill()
  const { card } = await person.ask('show one')
  expect(JSON.stringify(card)).toContain('Grantkeeper is busy')
  expect(complaintsAbout(card)).toEqual([])
  await finish()
})

/** Eight working turns, the most that are allowed. */
async function fill() {
  const bot = await startFullBot()
  const begun: ReturnType<typeof bot.change>[] = []
  for (let n = 1; n <= 8; n++) {
    begun.push(bot.change(n))
    await expect.poll(() => bot.ran.length).toBe(n)
  }
  const said: Promise<unknown>[] = []
  return {
    ...bot,
    begun,
    finish: async () => {
      bot.release()
      bot.fake.connector.recover()
      await Promise.all([...begun, ...said])
    },
    /** Two more, delayed by a channel that accepts no card. */
    waitUntilFull: async () => {
      bot.fake.connector.hang()
      said.push(bot.person.say('show two'))
      await expect.poll(() => bot.turns.length).toBeGreaterThanOrEqual(2)
    },
  }
}
