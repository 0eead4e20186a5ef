import { minutes } from '#platform/base/time.ts'
import { removeFaults } from '../../emulator/faults.ts'
import { linksOf } from '../flows/consent-flow.ts'
import type { Chance } from '../model/chance.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotAnswer, Driver, Where } from '../support/fake-teams.ts'
import { meetPeople } from '../support/meet-people.ts'
import { fullNameOf, people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import type { Guarded } from './guarded.ts'
import type { UnhandledRejection } from './oracles.ts'

const tenants = ['Fabrikam', 'Adatum', 'Woodgrove', 'Litware', 'Alpine'].map(fullNameOf)
/** Without a permission of tier 0: one person may block it and lift the block. */
const sets = [
  { id: 'protected-content', name: 'Labels and protected content' },
  { id: 'user-device-activity', name: 'User, device and activity' },
] as const
export const reason = 'The auditors ask for it in ticket 4711'
const watching: Where = { id: '19:watch@thread.tacv2', conversationType: 'channel' }

/** One bot between one emulated Microsoft and one Teams, for all faults one after the other. */
export interface Stage {
  app: WholeApp
  alice: Driver
  bob: Driver
  olivia: Driver
  watch: Driver
  answers: { what: string; answer: BotAnswer }[]
  rejections: UnhandledRejection[]
  /** Called at every step of the bot, in the middle of what it does. */
  steps: { at?: ((name: string) => void) | undefined }
  /** With authentication on: who signs for the channel, and how the bot proves itself. */
  guarded?: Guarded
}

/** What one run is about: another tenant and set each time. */
export interface Scene extends Stage {
  chance: Chance
  tenant: string
  tenantId: string
  set: (typeof sets)[number]
}

/** The real times are ten seconds each; a loop that is blocked waits as much shorter. */
export const patience = { readMs: 1_000, channelMs: 500, sleep: async () => {} }

export async function openStage(rejections: UnhandledRejection[], guarded?: Guarded): Promise<Stage> {
  const steps: Stage['steps'] = {}
  const parts = { patience, step: (name: string) => steps.at?.(name) }
  const app = await startWholeApp(parts, guarded?.guard)
  const { alice, bob, olivia } = await meetPeople(app)
  const watch = app.teams.as(people.alice, watching)
  await watch.say('alerts on')
  await app.settled()
  const drivers = { alice, bob, olivia, watch }
  return { app, ...drivers, answers: [], rejections, steps, ...(guarded && { guarded }) }
}

export function setScene(stage: Stage, chance: Chance): Scene {
  const tenant = chance.pick(tenants)
  stage.answers.length = 0
  return { ...stage, chance, tenant, tenantId: tenantIdOf(tenant), set: chance.pick(sets) }
}

/** Types a line; the answer is noted, not judged. */
export async function say({ app, answers }: Stage, who: Driver, text: string): Promise<void> {
  answers.push({ what: text, answer: await who.say(text) })
  await app.settled()
}

export interface Pressed {
  message: string
  verb: string
  data: Record<string, unknown>
}

/** The newest button of this verb in the person's chat, as it would be sent; undefined when there is none. */
export function findPress({ app }: Stage, who: Driver, verb: string, fits: object = {}): Pressed | undefined {
  const wanted = Object.entries(fits)
  for (const { id } of app.teams.cards(who.conversationId).toReversed()) {
    const button = buttonsOf(who.see(id).card).find((each) => {
      const data = (each.data ?? {}) as Record<string, unknown>
      return each.verb === verb && wanted.every(([key, value]) => data[key] === value)
    })
    if (button) return { message: id, verb, data: (button.data ?? {}) as Record<string, unknown> }
  }
  return undefined
}

/** Sends what a button would send; `id`: of the activity, when it is delivered again. */
export async function send(
  { answers }: Stage,
  who: Driver,
  { message, verb, data }: Pressed,
  more: Record<string, unknown> = {},
  typed: Record<string, unknown> = {},
): Promise<BotAnswer> {
  const action = { type: 'Action.Execute', verb, data: { ...typed, ...data } }
  const value = { action, trigger: 'manual' }
  const activity = { type: 'invoke', name: 'adaptiveCard/action', replyToId: message, value, ...more }
  const answer = await who.send(activity)
  answers.push({ what: verb, answer })
  return answer
}

/** As a person presses it: what comes back is what they see from then on. */
export async function press(
  { app, answers, ...stage }: Stage,
  who: Driver,
  verb: string,
  fits: object = {},
  typed = {},
): Promise<boolean> {
  const found = findPress({ app, answers, ...stage }, who, verb, fits)
  if (!found) return false
  const data = { ...typed, ...found.data }
  const answer = await who.press(found.message, { verb, data }).catch((error: Error) => {
    const status = Number(/got (\d{3})/.exec(error.message)?.[1])
    if (!status) throw error
    return { status, body: undefined }
  })
  answers.push({ what: verb, answer })
  await app.settled()
  return answer.body !== undefined
}

type Act = (scene: Scene) => Promise<void>

/** What people do, as far as the fault lets them. */
export const acts = {
  sync: (scene) => say(scene, scene.olivia, `sync ${scene.tenant}`),
  look: (scene) => say(scene, scene.alice, `status ${scene.tenant}`),
  block: async (scene) => {
    await say(scene, scene.alice, `block "${scene.set.name}" in ${scene.tenant}`)
    await press(scene, scene.alice, 'grant.confirmBlock', { tenantId: scene.tenantId })
  },
  request: async (scene) => {
    await askFor(scene)
    const decides = scene.chance.pick([scene.alice, scene.bob])
    await press(scene, decides, scene.chance.pick(['request.approve', 'request.deny']), {}, { reason })
  },
  grant: async (scene) => {
    await say(scene, scene.alice, `grant "${scene.set.name}" in ${scene.tenant}`)
    await press(scene, scene.alice, 'grant.start')
    await signAll(scene)
  },
} as const satisfies Record<string, Act>
export type ActName = keyof typeof acts

/** Olivia asks for a block; the approvers have their cards. */
export async function askFor(scene: Scene): Promise<void> {
  await say(scene, scene.olivia, `block "${scene.set.name}" in ${scene.tenant}`)
  await press(scene, scene.olivia, 'request.make', {}, { reason })
}

/** Opens every link that Alice has and consents. */
export async function signAll({ app, alice }: Scene): Promise<void> {
  const links = app.teams.cards(alice.conversationId).slice(-3).flatMap(linksOf)
  for (const link of new Set(links)) await consent(makeBrowser(), link, { decision: 'accept' })
  await app.settled()
}

/** Whatever was broken works again, time passes, and what was begun comes to its end. */
export async function heal(scene: Scene): Promise<void> {
  const { app, tenantId, set } = scene
  removeFaults(app.emulator.world)
  app.teams.connector.recover()
  await app.pass(minutes(6))
  await app.pass(minutes(35))
  if (statusOf(scene) === 'granting') await app.pass(minutes(60))
  await changeWorld(app, 'grant', { tenantId, clientId: set.id }).catch(() => {})
  for (let tries = 0; tries < 2; tries++) {
    await say(scene, scene.olivia, `sync ${scene.tenant}`)
    await app.pass(minutes(2))
  }
}

/** As it was before: the next run on this tenant begins like this one. */
export async function restore(scene: Scene): Promise<void> {
  const { app, alice, tenantId, set } = scene
  if (statusOf(scene) === 'blocked') {
    await say(scene, alice, `status ${scene.tenant}`)
    await press(scene, alice, 'grant.unblock', { setId: set.id, tenantId })
    await press(scene, alice, 'grant.confirmUnblock', { setId: set.id, tenantId })
  }
  for (let left = openRequests(scene); left > 0; left--)
    if (!(await press(scene, scene.bob, 'request.deny', {}, { reason }))) break
  await app.settled()
}

export const openRequests = ({ app }: Stage): number =>
  query(app, "select 1 from requests where state = 'open'").length

export const statusOf = ({ app, tenantId, set }: Scene): string | undefined =>
  query<{ status: string }>(
    app,
    'select status from grants where tenant_id = ? and set_id = ?',
    tenantId,
    set.id,
  )[0]?.status

export const auditCount = ({ app }: Stage, action: string, result = 'done'): number =>
  query(app, 'select 1 from audit where action = ? and result = ?', action, result).length
