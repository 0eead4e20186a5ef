import { hours, minutes } from '#platform/base/time.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'
import type { Chance } from './chance.ts'

/** Who acts, where, and what the publisher may add to the registrations. */
export interface RuleStage {
  app: WholeApp
  chance: Chance
  persons: readonly { name: string; objectId: string; driver: Driver }[]
  /** People whose account is disabled or a guest's. */
  off: Set<string>
}

const sets: Readonly<Record<string, string>> = {
  'directory-data': 'Directory data',
  'account-actions': 'Account actions',
  'protected-content': 'Labels and protected content',
  'user-device-activity': 'User, device and activity',
}
/** Tenants often met, so that acts meet each other; the last two have not been added before. */
const domains = [...demo.tenants, ...demo.otherTenants].map(({ domain }) => domain)
const often = ['Fabrikam', 'Adatum', 'Northwind', 'Litware'].map(
  (name) => demo.tenants.find(({ displayName }) => displayName.startsWith(name))?.domain ?? '',
)

/** What a publisher adds: the first two need a second person. */
export const additions = [
  'AppRoleAssignment.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Place.Read.All',
]

const reason = 'somebody asked for it in a ticket'

export function makeRuleStage(app: WholeApp, chance: Chance): RuleStage {
  const who = ['alice', 'bob', 'olivia', 'victor'] as const
  const persons = who.map((name) => {
    return { name, objectId: people[name].objectId, driver: app.teams.as(people[name]) }
  })
  return { app, chance, persons, off: new Set() }
}

type Step = (stage: RuleStage) => Promise<string>

function somebody({ chance, persons }: RuleStage) {
  const [alice, bob, olivia, victor] = persons
  const chosen = chance.pick([alice, alice, alice, bob, bob, bob, olivia, olivia, victor])
  if (!chosen) throw new Error('Expected four people')
  return chosen
}

const aDomain = ({ chance }: RuleStage): string => chance.pick(chance.oneIn(4) ? domains : often)
const aSet = ({ chance }: RuleStage): string => sets[chance.pick(Object.keys(sets))] ?? ''

/** Where a word can change something. */
const rowsFor: Readonly<Record<string, string>> = {
  block: 'usable = 1',
  unblock: "status = 'blocked'",
  grant: "status in ('notGranted', 'updateRequired')",
  reset: "status in ('granting', 'error')",
}

/** Every other time what the word can change; else anything, because what is refused must be tried, too. */
function aTarget(stage: RuleStage, word: string): { set: string; domain: string } {
  const { app, chance } = stage
  const rows = query<{ tenant_id: string; set_id: string }>(
    app,
    `select tenant_id, set_id from grants where ${rowsFor[word]} order by tenant_id, set_id`,
  ).filter(({ set_id }) => set_id in sets)
  if (rows.length === 0 || chance.oneIn(2)) return { set: aSet(stage), domain: aDomain(stage) }
  const { tenant_id, set_id } = chance.pick(rows)
  const tenant = [...demo.tenants, ...demo.otherTenants].find(({ id }) => id === tenant_id)
  return { set: sets[set_id] ?? '', domain: tenant?.domain ?? tenant_id }
}

/** Presses the newest button with one of these verbs, if there is one: with a reason, if the card asks for it. */
async function pressNewest(
  _stage: RuleStage,
  driver: Driver,
  verbs: readonly string[],
  { last = 3, skip = 0 } = {},
): Promise<string> {
  const messages = driver.cards().slice(-last).toReversed().slice(skip)
  for (const message of messages) {
    const seen = driver.see(message)
    const found = buttonsOf(seen.card).find(({ verb }) => verbs.includes(String(verb)))
    if (!found) continue
    await driver.press(seen, {
      verb: String(found.verb),
      data: { ...inputsOf(seen.card), ...(found.data as object) },
    })
    return `presses ${found.verb}`
  }
  return 'sees no button'
}

const inputsOf = (card: Card): Record<string, string> =>
  Object.fromEntries(
    elementsOf(card)
      .filter(({ type, id }) => type?.startsWith('Input.') && typeof id === 'string')
      .map(({ type, id, value }) => [String(id), type === 'Input.Text' ? reason : String(value ?? 'self')]),
  )

/** Types a command and goes on with what it offers. */
function command(lineOf: (stage: RuleStage) => string, verbs: readonly string[] = []): Step {
  return async (stage) => {
    const { name, driver } = somebody(stage)
    const line = lineOf(stage)
    await driver.say(line)
    await stage.app.settled()
    const then = verbs.length > 0 ? await pressNewest(stage, driver, [...verbs, 'request.make']) : ''
    return `${name}: ${line} ${then}`
  }
}

const inSome = (word: string) => (stage: RuleStage) => {
  const { set, domain } = aTarget(stage, word)
  const many = stage.chance.oneIn(8) ? [domain, aDomain(stage), aDomain(stage)] : [domain]
  return `${word} "${set}" in ${[...new Set(many)].join(', ')}`
}

const block = command(inSome('block'), ['grant.confirmBlock', 'block.confirmMany'])
const unblock = command(inSome('unblock'), ['grant.confirmUnblock', 'order.confirmMany'])
const grant = command(inSome('grant'), ['grant.start'])
const reset = command(inSome('reset'))
const remove = command((stage) => `remove tenant ${aDomain(stage)}`, ['tenant.confirmRemove'])
const move = command((stage) => `move Mobile Security to ${aDomain(stage)}`, ['move.start'])
const sync = command((stage) => `sync ${aDomain(stage)}`)

/** Undoes what a card of the tenant offers to undo. */
const undo: Step = async (stage) => {
  const { name, driver } = somebody(stage)
  const line = `status ${aDomain(stage)}`
  await driver.say(line)
  await stage.app.settled()
  const pressed = await pressNewest(stage, driver, ['grant.undoBlock', 'grant.unblock'])
  await stage.app.settled()
  return `${name}: ${line} ${pressed}, ${await pressNewest(stage, driver, ['grant.confirmUnblock'])}`
}

const decide: Step = async (stage) => {
  const { name, driver } = somebody(stage)
  const verb = stage.chance.oneIn(6) ? 'request.deny' : 'request.approve'
  const skip = stage.chance.number(3)
  return `${name}: ${await pressNewest(stage, driver, [verb], { last: 12, skip })}`
}

/** Somebody presses a button again that scrolled away. */
const again: Step = async (stage) => {
  const { name, driver } = somebody(stage)
  const verbs = [
    'grant.start',
    'grant.confirmBlock',
    'grant.confirmUnblock',
    'grant.undoBlock',
    'tenant.confirmRemove',
    'request.make',
  ]
  return `${name} again: ${await pressNewest(stage, driver, verbs, { last: 20, skip: stage.chance.number(15) })}`
}

/** One of the newest links of anybody, so that signing comes early, late and never. */
const sign: Step = async (stage) => {
  const { app, chance, persons } = stage
  const linksOf = (driver: Driver, message: BotMessage): string[] =>
    elementsOf(driver.see(message).card)
      .map(({ type, url }) => (type === 'Action.OpenUrl' ? String(url) : ''))
      .filter((url) => url.startsWith(`${app.botUrl}/consent/`))
  const links = persons.flatMap(({ driver }) =>
    driver
      .cards()
      .slice(-6)
      .flatMap((message) => linksOf(driver, message)),
  )
  if (links.length === 0) return 'nobody has a link'
  const link = chance.oneIn(2) ? (links.at(-1) ?? '') : chance.pick(links)
  const page = await consent(makeBrowser(), link, { decision: 'accept' })
  return `a signer accepts: ${page.status}`
}

/** Mostly a tenant that is not there; who adds it often signs at once. */
const add: Step = async (stage) => {
  const { app, chance } = stage
  const there = query<{ id: string }>(app, 'select id from tenants').map(({ id }) => id)
  const gone = [...demo.tenants, ...demo.otherTenants].filter(({ id }) => !there.includes(id))
  const domain = gone.length > 0 && !chance.oneIn(5) ? chance.pick(gone).domain : aDomain(stage)
  const { name, driver } = somebody(stage)
  await driver.say(`add tenant ${domain}`)
  await app.settled()
  return `${name}: add tenant ${domain}, ${chance.oneIn(3) ? '' : await sign(stage)}`
}

async function tryWorld(stage: RuleStage, action: string, input: Record<string, unknown>): Promise<string> {
  try {
    await changeWorld(stage.app, action, input)
    return `the world: ${action} ${JSON.stringify(input)}`
  } catch {
    return `${action} is not possible`
  }
}

const grow: Step = (stage) => {
  const { chance } = stage
  const input = { clientId: chance.pick(Object.keys(sets)), permission: chance.pick(additions) }
  return tryWorld(stage, chance.oneIn(3) ? 'require' : 'unrequire', input)
}

const changeTenant: Step = (stage) => {
  const { chance } = stage
  const domain = aDomain(stage)
  const tenantId = [...demo.tenants, ...demo.otherTenants].find((each) => each.domain === domain)?.id
  const action = chance.pick(['grant', 'disable', 'enable', 'delete'] as const)
  return tryWorld(stage, action, { tenantId, clientId: chance.pick(Object.keys(sets)) })
}

/** An account is switched off or becomes a guest's, one at a time: two approvers must be left to decide. */
const losePerson: Step = async (stage) => {
  const { chance, persons, off } = stage
  if (off.size > 0) return restorePerson(stage)
  const { objectId: userId, name } = chance.pick(persons)
  const broken = chance.oneIn(2) ? { accountEnabled: false } : { userType: 'Guest' }
  const done = await tryWorld(stage, 'set-user', { userId, ...broken })
  off.add(userId)
  return `${name}: ${done}`
}

/** It is what it was again. */
const restorePerson: Step = async (stage) => {
  const found = stage.persons.find(({ objectId }) => stage.off.has(objectId))
  if (!found) return 'nobody is away'
  const { objectId: userId, name } = found
  const done = await tryWorld(stage, 'set-user', { userId, accountEnabled: true, userType: 'Member' })
  stage.off.delete(userId)
  return `${name}: ${done}`
}

const pass: Step = async ({ app, chance }) => {
  const ms = chance.pick([minutes(1), minutes(4), minutes(11), minutes(16), hours(1), hours(7)])
  await app.pass(ms)
  return `${ms / 60_000} minutes pass`
}

const restart: Step = async ({ app }) => {
  await app.restart()
  return 'the bot starts anew'
}

const acting: readonly (readonly [number, Step])[] = [
  [12, block],
  [8, unblock],
  [14, grant],
  [3, reset],
  [3, remove],
  [8, add],
  [3, sync],
  [4, move],
  [7, undo],
  [14, decide],
  [5, again],
  [12, sign],
]

/** Two people act at the same moment. */
const race: Step = async (stage) => {
  const [one, other] = [choose(stage, acting), choose(stage, acting)]
  return (await Promise.all([one(stage), other(stage)])).join(' ‖ ')
}

const weighted: readonly (readonly [number, Step])[] = [
  ...acting,
  [10, race],
  [5, grow],
  [4, changeTenant],
  [3, losePerson],
  [6, restorePerson],
  [9, pass],
  [1, restart],
]

function choose({ chance }: RuleStage, from: readonly (readonly [number, Step])[]): Step {
  let left = chance.number(from.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, step] of from) {
    left -= weight
    if (left < 0) return step
  }
  throw new Error('Expected a step')
}

/** Does one random thing, lets all that follows from it happen, and says what it was. */
export async function takeRuleStep(stage: RuleStage): Promise<string> {
  const done = await choose(stage, weighted)(stage)
  await stage.app.settled()
  return done
}
