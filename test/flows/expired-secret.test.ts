import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
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
  expect(over.flatMap(({ card }) => buttonsOf(card)).map(({ title }) => title)).toEqual(['Settings'])
})
