import { rmSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { minutes, seconds } from '#platform/base/time.ts'
import { rollBackDatabase } from '#platform/storage/roll-back.ts'
import { findDoubleCards } from '../model/oracles.ts'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { type Driver, groupChat } from '../support/fake-teams.ts'
import { people } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import { approval, confirmBlock, loseSomething } from './doings.ts'
import type { Fault } from './fault.ts'
import {
  acts,
  askFor,
  auditCount,
  openRequests,
  patience,
  press,
  reason,
  type Scene,
  say,
  send,
} from './stage.ts'

/**
 * As with `kill -9` at that moment: a next process finds what was on the disk then, and nothing that the dying one does
 * afterwards reaches anybody. It is stopped only after `doing`, because it cannot be killed without the test.
 */
async function killAt(
  { app, steps }: Scene,
  isMoment: (name: string) => boolean,
  doing: () => Promise<unknown>,
): Promise<void> {
  const { database } = app.config
  const left = `${database}.left`
  let isDead = false
  steps.at = (name) => {
    if (isDead || !isMoment(name)) return
    isDead = true
    keepDisk(database, left)
    app.teams.connector.fail({ status: 503 }, Number.POSITIVE_INFINITY)
  }
  try {
    await doing()
  } finally {
    steps.at = undefined
    await app.restart({ between: async () => isDead && putBack(left, database) })
    await app.settled()
  }
  // A fault that strikes at nothing would prove nothing.
  expect(isDead, 'it was killed').toBe(true)

  async function putBack(from: string, to: string): Promise<void> {
    const source = new DatabaseSync(from, { readOnly: true })
    await backup(source, to)
    source.close()
    rmSync(from)
    app.teams.connector.recover()
  }
}

/** What is committed, and nothing of what is under way. */
function keepDisk(database: string, path: string): void {
  rmSync(path, { force: true })
  const db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 })
  db.prepare('vacuum into ?').run(path)
  db.close()
}

/** How often something was posted or changed there. */
const arrivedIn = ({ app }: Scene, { conversationId }: Driver): number =>
  app.teams.cards(conversationId).reduce((count, { updates }) => count + 1 + updates, 0)

/** Between the channel's answer to a message in this conversation and our record of it. */
function afterArrival(scene: Scene, where: Driver): (name: string) => boolean {
  const before = arrivedIn(scene, where)
  return (name) => name === 'message.sent' && arrivedIn(scene, where) > before
}

const newestRequest = ({ app }: Scene): { id: string; state: string } | undefined =>
  query<{ id: string; state: string }>(
    app,
    'select id, state from requests order by created_at desc, id desc limit 1',
  )[0]

/** A place of its own, so that it has not been told of anything yet. */
async function listen(scene: Scene): Promise<Driver> {
  const place = scene.app.teams.as(people.alice, groupChat(`watch-${scene.chance.number(1e9)}`))
  await say(scene, place, 'alerts on')
  return place
}

/** The channel has two cards of the alert: which of them the bot knows is the newer one. */
function takeExtrasAway({ app, watch }: Scene): void {
  const seen = new Set<string>()
  for (const { id, card } of app.teams.cards(watch.conversationId).toReversed()) {
    const alert = /^Alert #\d+(?= · )/m.exec(readText(card))?.[0]
    if (!alert) continue
    if (seen.has(alert)) app.teams.connector.forget(id)
    seen.add(alert)
  }
}

const killedBeforeRecord: Fault = {
  id: 'F2',
  what: 'killed between the answer of the channel and our record',
  statuses: [200, 503],
  points: {
    'of a card for an approver': async (scene) => {
      const { app, olivia, chance } = scene
      const approver = chance.pick([scene.alice, scene.bob])
      await say(scene, olivia, `block "${scene.set.name}" in ${scene.tenant}`)
      const [cards, open] = [app.teams.cards(approver.conversationId).length, openRequests(scene)]
      await killAt(scene, afterArrival(scene, approver), () =>
        press(scene, olivia, 'request.make', {}, { reason }),
      )
      expect(openRequests(scene) - open, 'the request is there').toBe(1)
      const more = app.teams.cards(approver.conversationId).length - cards
      expect(more, 'the card, and at most one more').toBe(2)
      const requestId = newestRequest(scene)?.id
      expect(await press(scene, approver, 'request.deny', { requestId }, { reason })).toBe(true)
      expect(openRequests(scene)).toBe(open)
    },
    'of a change of a card': async (scene) => {
      const { app, alice, bob, chance } = scene
      await approval(scene)
      const verb = chance.pick(['request.approve', 'request.deny'])
      const [cards, done] = [app.teams.cards(alice.conversationId).length, auditCount(scene, verb)]
      await killAt(scene, afterArrival(scene, alice), () => press(scene, bob, verb, {}, { reason }))
      expect(auditCount(scene, verb) - done, 'decided once').toBe(1)
      expect(app.teams.cards(alice.conversationId).length - cards, 'new cards').toBe(0)
    },
    'of an alert': async (scene) => {
      const { app, tenantId } = scene
      await changeWorld(app, 'grant', { tenantId, clientId: 'user-device-activity' })
      for (let reads = 0; reads < 2; reads++) {
        await acts.sync(scene)
        await app.pass(minutes(2))
      }
      const place = await listen(scene)
      await killAt(scene, afterArrival(scene, place), () => loseSomething(scene))
      const doubles = findDoubleCards(app, [place.conversationId])
      expect(doubles, 'one alert twice').toEqual([expect.stringMatching(/^2 × Alert #\d+ in/)])
      takeExtrasAway(scene)
      await say(scene, place, 'alerts off')
    },
  },
}

/**
 * The same line of three people many times at once. `first` resolves when the bot has taken some, which then are not
 * answered yet.
 */
function load({ alice, bob, olivia, chance }: Scene, line: string) {
  const drivers = Array.from({ length: 12 + chance.number(20) }, () => chance.pick([alice, bob, olivia]))
  let left = 1 + chance.number(10)
  const first = Promise.withResolvers<void>()
  const isTaken = async (driver: Driver): Promise<boolean> => {
    // When nobody listens for a moment, nothing was taken.
    const answer = await driver.say(line).catch(() => undefined)
    left -= 1
    if (left === 0) first.resolve()
    return answer?.status === 200
  }
  return { drivers, taken: Promise.all(drivers.map(isTaken)), first: first.promise }
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done))

const stopped: Fault = {
  id: 'F20',
  what: 'stopped in the middle of work',
  statuses: [200, 503],
  points: {
    'under the clicks of many': async (scene) => {
      const { app, alice, bob, olivia } = scene
      const found = await confirmBlock(scene)
      const blocked = auditCount(scene, 'grant.block')
      const count = ({ conversationId }: Driver): number => app.teams.cards(conversationId).length
      const before = new Map([alice, bob, olivia].map((each) => [each, count(each)]))
      const { drivers, taken, first } = load(scene, 'whoami')
      const click = send(scene, found.who, found.pressed).catch(() => undefined)
      await first
      await app.restart()
      const [told, clicked] = [await taken, await click]
      await app.settled()
      expect(told, 'some are taken').toContain(true)
      // Whoever was told that it is taken has their answer, and nobody has two.
      for (const [driver, cards] of before) {
        const lines = drivers.filter((each, at) => each === driver && told[at])
        expect(count(driver) - cards, 'cards for what was taken').toBe(lines.length)
      }
      const effects = auditCount(scene, 'grant.block') - blocked
      if (clicked?.status === 200) expect(effects, 'the click that was taken').toBe(1)
      else expect(effects).toBeLessThanOrEqual(1)
    },
    'twice, in the middle of a round': async (scene) => {
      const { app, olivia, chance } = scene
      const rounds = () => query(app, 'select 1 from sync_runs').length
      const before = rounds()
      const answer = await olivia.say('sync all')
      expect(answer.status).toBe(200)
      for (let turns = chance.number(60); turns > 0; turns--) await turn()
      await app.restart({ orders: 2 })
      await app.settled()
      expect(rounds() - before).toBe(1)
      expect(query(app, "select 1 from sync_runs where state <> 'done'"), 'rounds left').toEqual([])
    },
    'one version back and forth again': async (scene) => {
      const { app, bob, chance } = scene
      await approval(scene)
      await scene.olivia.say(`sync ${scene.tenant}`)
      const open = openRequests(scene)
      const undone: (string | undefined)[] = []
      const back = async (): Promise<void> => {
        for (let times = 1 + chance.number(3); times > 0; times--)
          undone.push(await rollBackDatabase(app.config.database))
      }
      await app.restart({ between: back })
      expect(undone).not.toContain(undefined)
      expect(openRequests(scene)).toBe(open)
      const verb = chance.pick(['request.approve', 'request.deny'])
      expect(await press(scene, bob, verb, {}, { reason })).toBe(true)
      expect(openRequests(scene)).toBe(open - 1)
    },
  },
}

const blockedMs = seconds(5)
/** As long compared with what is waited for as five seconds are with ten. */
const blockedHereMs = Math.min(patience.channelMs, patience.readMs) / 2

/** For five seconds nothing of the process goes on, while all clocks do. */
function standStill({ app }: Scene): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockedHereMs)
  app.clock.forward(blockedMs)
  app.emulator.clock.advance(blockedMs)
}

/** It stands still at one of these steps; what `count` counts is done exactly once all the same. */
const stillAt =
  (among: readonly string[], act: (scene: Scene) => Promise<void>, count: (scene: Scene) => number) =>
  async (scene: Scene): Promise<void> => {
    const { chance, steps } = scene
    const before = count(scene)
    const step = chance.pick(among)
    let stood = false
    steps.at = (name) => {
      if (stood || name !== step) return
      stood = true
      standStill(scene)
    }
    try {
      await act(scene)
    } finally {
      steps.at = undefined
    }
    // Whatever was taken for a failure is tried again by then.
    await scene.app.pass(seconds(10))
    expect(stood, `stood still at ${step}`).toBe(true)
    expect(count(scene) - before, 'done once').toBe(1)
    // Whoever waited longer was answered all the same.
    expect(scene.answers.map(({ answer }) => answer.status)).toEqual(scene.answers.map(() => 200))
  }

const cards = ({ app, bob }: Scene): number => app.teams.cards(bob.conversationId).length
const blocks = (scene: Scene): number => auditCount(scene, 'grant.block')
/** Rounds in which everything was read. */
const rounds = ({ app }: Scene): number =>
  query(app, "select 1 from sync_runs where state = 'done' and failed = 0").length

const readSteps = ['job.taken', 'graph.request', 'graph.answer', 'job.worked']

const starved: Fault = {
  id: 'F21',
  what: 'the loop stands still for five seconds, or the system ends the process for its memory',
  // Of a process that is ended the answers do not count.
  statuses: [200, 503],
  points: {
    'while a tenant is read': stillAt(readSteps, acts.sync, rounds),
    'while a message is on its way': stillAt(['message.taken', 'message.sent'], askFor, cards),
    'with a transaction open': stillAt(['transaction.begin', 'transaction.commit'], acts.block, blocks),
    'ended at any step': async (scene) => {
      let left = scene.chance.number(25)
      const act = scene.chance.pick(['block', 'request', 'sync'] as const)
      const isMoment = (): boolean => left-- <= 0
      // Some acts take few steps.
      await killAt(scene, isMoment, async () => {
        for (let times = 0; left >= 0 && times < 25; times++) await acts[act](scene)
      })
    },
  },
}

/** How a process ends or stands still, and what the next one makes of it. */
export const endFaults: readonly Fault[] = [killedBeforeRecord, stopped, starved]
