import { hours, minutes } from '#platform/base/time.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { type BotAnswer, channel, type Driver } from '../support/fake-teams.ts'
import { fullNameOf, people, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import type { Chance } from './chance.ts'

/** What a random step may choose from. */
export interface Stage {
  app: WholeApp
  chance: Chance
  persons: readonly { name: string; own: Driver; shared: Driver }[]
  /** Cards as they once were: people click on what scrolled away. */
  old: { messageId: string; card: Card }[]
}

const room = channel('security-operations')
const tenants = ['Fabrikam', 'Contoso', 'Adatum'] as const
const sets = Object.keys(demo.sets)
const names: Readonly<Record<string, string>> = {
  'directory-data': 'Directory data',
  'user-device-activity': 'User, device and activity',
  'account-actions': 'Account actions',
}
const lines = [
  'status T',
  'details "S" in T',
  'grant "S" in T',
  'block "S" in T',
  'unblock "S" in T',
  'move "S" to T',
  'reset "S" in T',
  'sync T',
  'requests',
  'alerts',
  'alerts on',
  'history T',
  'tenants',
] as const

export function makeStage(app: WholeApp, chance: Chance): Stage {
  const who = ['alice', 'bob', 'olivia', 'victor', 'gus'] as const
  const persons = who.map((name) => ({
    name,
    own: app.teams.as(people[name]),
    shared: app.teams.as(people[name], room),
  }))
  return { app, chance, persons, old: [] }
}

/** One thing that somebody does, in words, with every answer that the bot gave to it. */
export interface Done {
  what: string
  answers: readonly BotAnswer[]
}

type Step = (stage: Stage) => Promise<Done>

/** Three of four people who act may act; the others try all the same. */
function somebody({ chance, persons }: Stage) {
  const [alice, bob, olivia, victor, gus] = persons
  const chosen = chance.pick([alice, alice, bob, bob, olivia, olivia, victor, gus])
  if (!chosen) throw new Error('Expected five people')
  return { ...chosen, here: chance.oneIn(5) ? chosen.shared : chosen.own }
}

const type: Step = async (stage) => {
  const { chance } = stage
  const { name, here } = somebody(stage)
  const text = chance
    .pick(lines)
    // What acts at once asks about a part of a name.
    .replace('T', chance.oneIn(3) ? chance.pick(tenants) : fullNameOf(chance.pick(tenants)))
    .replace('S', names[chance.pick(Object.keys(names))] ?? '')
  return { what: `${name} types ${text}`, answers: [await here.say(text)] }
}

const reasons = ['the connector needs it for the audit', 'no', 'somebody asked for it in a ticket, twice']
/** Most people leave alone what they need not fill. */
const others: Readonly<Record<string, readonly string[]>> = {
  reference: ['', '', 'INC0012345', 'a case number that is far too long for a case number'],
  'Input.Date': ['', '', '2027-01-31', '2020-01-31'],
  'Input.Time': ['', '', '18:00'],
}

/** Whatever a person could type into the inputs of a card. */
function fill({ chance }: Stage, card: Card): Record<string, string> {
  const inputs = elementsOf(card).filter(
    ({ type, id }) => type?.startsWith('Input.') && typeof id === 'string',
  )
  return Object.fromEntries(
    inputs.map(({ id, type, choices, value }) => {
      const options = Array.isArray(choices) ? (choices as { value: string }[]).map((each) => each.value) : []
      const typed = chance.pick(
        options.length > 0 ? options : (others[String(id)] ?? others[String(type)] ?? reasons),
      )
      return [String(id), chance.oneIn(4) && typeof value === 'string' ? value : typed]
    }),
  )
}

function messagesOf(here: Driver): readonly BotMessage[] {
  return here.cards().slice(-12)
}

/** Buttons that end up in a decision are pressed more often than those that only show something. */
const acts =
  /approve|deny|withdraw|request\.make|start|confirm|acknowledge|snooze|remind|undo|unblock|reset|listen/i

const press: Step = async (stage) => {
  const { chance } = stage
  const { name, here } = somebody(stage)
  const messages = messagesOf(here)
  if (messages.length === 0) return type(stage)
  const message = here.see(chance.oneIn(2) ? (messages.at(-1) as BotMessage) : chance.pick(messages))
  const stale = chance.oneIn(8) ? stage.old.filter(({ messageId }) => messageId === message.id) : []
  const card = stale.length > 0 ? chance.pick(stale).card : message.card
  const all = buttonsOf(card)
  const acting = all.filter(({ verb }) => acts.test(String(verb)))
  const buttons = acting.length > 0 && !chance.oneIn(3) ? acting : all
  if (buttons.length === 0) return { what: `${name} looks`, answers: [] }
  const { verb, data, associatedInputs } = chance.pick(buttons)
  const inputs = associatedInputs === 'none' ? {} : fill(stage, card)
  stage.old.push({ messageId: message.id, card })
  if (stage.old.length > 60) stage.old.shift()
  const sent = { ...inputs, ...(data as object) }
  const trigger = chance.oneIn(15) ? 'automatic' : 'manual'
  const answer = await here.press(message, { verb: String(verb), data: sent, trigger })
  return { what: `${name} presses ${verb} ${JSON.stringify(sent)} (${trigger})`, answers: [answer] }
}

/** A verb with the data of another card, of another tenant, or in another chat. */
const forge: Step = async (stage) => {
  const { chance } = stage
  const { name, here } = somebody(stage)
  if (stage.old.length < 2) return type(stage)
  const [first, second] = [chance.pick(stage.old), chance.pick(stage.old)]
  const [one] = buttonsOf(first.card)
  const other = chance.pick([...buttonsOf(second.card), ...(one ? [one] : [])])
  if (!one || !other) return { what: `${name} looks`, answers: [] }
  const data = {
    ...(other.data as object),
    ...(chance.oneIn(2) && { tenantId: tenantIdOf(chance.pick(tenants)) }),
    ...(chance.oneIn(2) && { setId: chance.pick(sets) }),
  }
  const verb = String(chance.oneIn(2) ? one.verb : other.verb)
  const answer = await here.invoke(second.messageId, { verb, data })
  return { what: `${name} forges ${verb} ${JSON.stringify(data)}`, answers: [answer] }
}

/** Somebody who was given a consent link opens it and decides. */
const sign: Step = async (stage) => {
  const { app, chance, persons } = stage
  const links = persons.flatMap(({ own }) =>
    messagesOf(own)
      .flatMap((message) => elementsOf(own.see(message).card))
      .map(({ type: kind, url }) => (kind === 'Action.OpenUrl' ? String(url) : ''))
      .filter((url) => url.startsWith(`${app.botUrl}/consent/`)),
  )
  if (links.length === 0) return press(stage)
  const decision = chance.oneIn(4) ? 'cancel' : 'accept'
  const page = await consent(makeBrowser(), chance.pick(links), { decision })
  return { what: `a signer chooses ${decision}: ${page.status}`, answers: [] }
}

const permissions = ['AuditLog.Read.All', 'User.Read.All', 'Directory.Read.All', 'Group.Read.All']

const changeReality: Step = async (stage) => {
  const { app, chance } = stage
  const tenantId = tenantIdOf(chance.pick(tenants))
  const clientId = chance.pick(sets)
  const permission = chance.pick(permissions)
  const [action, input] = chance.pick([
    ['revoke', { tenantId, clientId, permission }],
    ['grant', { tenantId, clientId }],
    ['disable', { tenantId, clientId }],
    ['enable', { tenantId, clientId }],
    ['require', { clientId, permission: 'Place.Read.All' }],
    ['unrequire', { clientId, permission: 'Place.Read.All' }],
  ] as const)
  try {
    await changeWorld(app, action, input)
  } catch {
    return { what: `${action} is not possible`, answers: [] }
  }
  return { what: `the world: ${action} ${JSON.stringify(input)}`, answers: [] }
}

const pass: Step = async (stage) => {
  const ms = stage.chance.pick([minutes(1), minutes(2), minutes(20), hours(1), hours(7)])
  await stage.app.pass(ms)
  return { what: `${ms / 60_000} minutes pass`, answers: [] }
}

const restart: Step = async ({ app }) => {
  await app.restart()
  return { what: 'the bot starts anew', answers: [] }
}

const weighted: readonly (readonly [number, Step])[] = [
  [50, press],
  [20, type],
  [8, sign],
  [8, changeReality],
  [7, pass],
  [6, forge],
  [1, restart],
]
const total = weighted.reduce((sum, [weight]) => sum + weight, 0)

/** Does one random thing and lets all that follows from it happen. */
export async function takeStep(stage: Stage): Promise<Done> {
  let left = stage.chance.number(total)
  for (const [weight, step] of weighted) {
    left -= weight
    if (left >= 0) continue
    const done = await step(stage)
    await stage.app.settled()
    return done
  }
  throw new Error('Expected a step')
}
