import { describe, expect, test } from 'vitest'
import { commands } from '#edge/handlers/commands.ts'
import { unmarked } from '../../cards/text.ts'
import { readText } from '../support/card-parts.ts'
import { piecesOf } from '../support/check-card.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { tasksOf } from './help-tasks.ts'

const plainText = ({ card }: BotMessage): string => unmarked(readText(card))

const last = (app: WholeApp, { conversationId }: Driver): BotMessage => {
  const message = app.teams.cards(conversationId).at(-1)
  if (!message) throw new Error('Expected a message of the bot')
  return message
}

async function hello(app: WholeApp, driver: Driver): Promise<BotMessage> {
  await driver.install()
  await app.settled()
  return last(app, driver)
}

test('the example of help can be granted: no set of an app that works in one tenant only', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const help = await alice.ask('help grant')
  const example = piecesOf(help.card)
    .map(({ text }) => `${text ?? ''}`.replaceAll('*', ''))
    .find((text) => text.startsWith('grant '))
  const plan = await alice.ask(`${example}`)
  expect(piecesOf(plan.card).map(({ verb }) => verb)).toContain('grant.start')
})

describe('hello', () => {
  test('says how many tenants need attention, and its one primary button shows exactly these', async () => {
    const app = await startWholeApp()
    const alice = app.teams.as(people.alice)
    const card = await hello(app, alice)
    const [, count, all] = /(\d+) of (\d+) tenants need attention/.exec(readText(card.card)) ?? []
    expect(all).toBe('12')
    expect(plainText(card)).toMatch(/Permission set: [\s\S]*Tier 0: /)
    const primaries = piecesOf(card.card).filter(({ style }) => style === 'positive')
    expect(primaries.map(({ title }) => title)).toEqual([`Show the ${count} tenants`])
    const listed = await alice.click(card, `Show the ${count} tenants`)
    expect(readText(listed.card)).toContain(`of ${count}`)
    expect(piecesOf(listed.card).filter(({ verb }) => verb === 'tenant.show').length).toBeGreaterThan(0)
  })

  test('tells people without a role whom to ask, with what they need, and no number', async () => {
    const app = await startWholeApp()
    const gus = app.teams.as(people.gus)
    expect(readText((await hello(app, gus)).card)).toMatch(/Ask Alice Moreau or Bob Okafor/)
    const cards = [await gus.ask('help'), await gus.ask('tenants'), await gus.ask('whoami')]
    for (const { card } of cards) {
      expect(readText(card)).not.toMatch(/\d+ tenant/)
      expect(readText(card)).toMatch(/Ask Alice Moreau or Bob Okafor|guest/)
    }
  })
})

describe('help', () => {
  test('has the tasks that the role allows, and opens the one that was typed', async () => {
    const app = await startWholeApp()
    const everything = ['See', 'Grant', 'Block', 'Alerts', 'Requests', 'Ask']
    expect(tasksOf(await app.teams.as(people.alice).ask('help'))).toEqual(everything)
    expect(tasksOf(await app.teams.as(people.olivia).ask('help'))).toEqual(everything)
    expect(tasksOf(await app.teams.as(people.victor).ask('help'))).toEqual([
      'See',
      'Alerts',
      'Requests',
      'Ask',
    ])
    const block = await app.teams.as(people.alice).ask('help block')
    expect(readText(block.card)).toMatch(/block .* in /)
    const why = await app.teams.as(people.alice).ask('help with doctor')
    expect(readText(why.card)).toMatch(/doctor AADSTS/)
    // It has no example that a click could send: how it is typed is what was asked.
    for (const asked of ['announce', 'pack', 'unblock', 'leaving'])
      expect(plainText(await app.teams.as(people.alice).ask(`help ${asked}`))).toContain(`\n${asked}`)
  })

  test('all commands are exactly those that the person can give', async () => {
    const app = await startWholeApp()
    const listed = async (driver: Driver): Promise<string> =>
      plainText(await driver.click(await driver.ask('help'), 'All commands'))
    const approver = await listed(app.teams.as(people.alice))
    for (const { word } of commands.filter(
      ({ word }) => !/^(sync all|requests off|requests on|set owner|set deputy)$/.test(word),
    ))
      expect(approver).toMatch(new RegExp(`^${word}\\b`, 'm'))
    expect(await listed(app.teams.as(people.nadia))).toMatch(/^export csv/m)
    const viewer = await listed(app.teams.as(people.victor))
    expect(viewer).not.toMatch(/^(export|grant|block|unblock|reset|sync|add tenant|remove tenant)\b/m)
    expect(viewer).toMatch(/^why/m)
    const operator = await listed(app.teams.as(people.olivia))
    expect(operator).toMatch(/^grant/m)
    expect(operator).not.toMatch(/^export|^requests on/m)
  })
})
