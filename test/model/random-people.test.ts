import { expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { query } from '../support/facts.ts'
import { personalChatId } from '../support/fake-connector.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { makeChance } from './chance.ts'
import { findDoubleCards, findHistoryDamage, Oracles } from './oracles.ts'
import { makeStage, takeStep } from './steps.ts'

/** `MODEL_STEPS` and `MODEL_SEED` of the environment; the whole run takes 20,000. */
const steps = Number(process.env.MODEL_STEPS ?? 250)
const seed = Number(process.env.MODEL_SEED ?? 20_261_124)

test(`${steps} random steps of five people in twelve tenants, seed ${seed}`, {
  timeout: 7_200_000,
}, async () => {
  const chance = makeChance(seed)
  const app = await startWholeApp({ random: (count) => chance.bytes(count) })
  const stage = makeStage(app, chance)
  const oracles = new Oracles(app)
  for (const { own } of stage.persons) await own.say('alerts on')
  await app.settled()
  for (let step = 0; step < steps && oracles.complaints.length === 0; step++) {
    oracles.afterStep(await takeStep(stage))
  }
  expect(oracles.complaints).toEqual([])
  expect(app.log.lines.filter(({ level }) => level === 'error')).toEqual([])

  // Whatever was begun comes to an end by itself.
  for (let waited = 0; waited < 26; waited += 1) await app.pass(hours(1))
  expect(query(app, "select code from requests where state = 'open'")).toEqual([])
  expect(query(app, 'select id from consent_links where ended = 0')).toEqual([])
  const chats = Object.values(people).map(({ objectId }) => personalChatId(objectId))
  expect(
    findDoubleCards(app, [...chats, ...stage.persons.map(({ shared }) => shared.conversationId)]),
  ).toEqual([])
  expect(await findHistoryDamage(app)).toBeUndefined()
  process.stdout.write(`${JSON.stringify({ steps, seed, ...oracles.counts })}\n`)
  // A run in which nobody did anything proves nothing.
  expect(Math.min(oracles.counts.acts, oracles.counts.refused)).toBeGreaterThan(0)
})
