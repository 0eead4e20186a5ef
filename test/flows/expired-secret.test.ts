import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { whatIfs } from '../../emulator/pages/world/what-if.ts'
import { buttonsOf, readText } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const reader = { clientId: demo.reader.clientId }

const alertsIn = (app: WholeApp, { conversationId }: Driver): BotMessage[] =>
  app.teams.cards(conversationId).filter(({ card }) => /Alert #\d+:/.test(String(card.fallbackText)))

test('an expired secret of the reader alarms within 30 seconds of being noticed, and the alarm ends with it', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  await changeWorld(app, 'expire-credentials', reader)
  // The last tokens run out.
  await app.pass(minutes(65))
  const before = alertsIn(app, alice).length
  await alice.ask('sync Adatum')
  await app.pass(seconds(15))
  await app.pass(seconds(15))
  const said = alertsIn(app, alice).map(({ card }) => readText(card))
  expect(
    said.filter((text) => /reader[\s\S]*secret has expired/i.test(text)),
    `${before} before`,
  ).toHaveLength(1)
  await changeWorld(app, 'renew-credentials', reader)
  await alice.ask('sync Adatum')
  await app.pass(seconds(15))
  const over = alertsIn(app, alice).filter(({ card }) => /secret has expired/i.test(readText(card)))
  expect(over.map(({ card }) => readText(card))).toEqual([
    expect.stringMatching(/Resolved: the problem is gone/),
  ])
  expect(over.flatMap(({ card }) => buttonsOf(card)).map(({ title }) => title)).toEqual([
    'Save reference',
    'Settings',
  ])
})

test('the button of the demo does what it says: tokens end too, and the alarm comes within 30 seconds', async () => {
  const app = await startWholeApp({}, undefined, { SYNC_SECONDS: '10' })
  const alice = app.teams.as(people.alice)
  await alice.ask('alerts on')
  // From here on, every tenant is read every ten seconds, as in the demo.
  await alice.ask('sync all')
  await app.pass(seconds(15))
  const story = whatIfs.find(({ title }) => title === 'The secret of the reader app expires')
  if (!story) throw new Error('Expected the story of the expired secret')
  const heard = (): string[] =>
    alertsIn(app, alice)
      .map(({ card }) => readText(card))
      .filter((text) => /secret has expired/i.test(text))
  await changeWorld(app, story.act.call, story.act.input)
  for (const _ of [1, 2, 3]) await app.pass(seconds(10))
  expect(heard()).toHaveLength(1)
  await changeWorld(app, story.back.call, story.back.input)
  for (const _ of [1, 2, 3, 4, 5, 6]) await app.pass(seconds(10))
  expect(heard()).toEqual([expect.stringMatching(/Resolved/)])
})
