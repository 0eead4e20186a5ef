import { expect } from 'vitest'
import { hours, minutes, seconds } from '#platform/base/time.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver, Where } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

export const activity = 'user-device-activity'
export const actions = 'account-actions'
export const security: Where = { id: '19:security@thread.tacv2', conversationType: 'channel' }

type Switch = 'disable' | 'enable'
/** The app of a set in Adatum, where everything is well, is switched and the tenant read. */
export async function switchApp(app: WholeApp, action: Switch): Promise<void> {
  await changeWorld(app, action, { tenantId: tenantIdOf('Adatum'), clientId: actions })
  await sync(app, 'sync Adatum')
}

/** Sends the line of a sync, and lets the bot say what follows from it. */
export async function sync(app: WholeApp, line: string): Promise<void> {
  await app.teams.as(people.olivia).ask(line)
  await app.settled()
  await app.pass(seconds(4))
}

/** A permission of a granted set is taken away in Adatum, and the tenant read once. */
export async function revoke(app: WholeApp): Promise<void> {
  const permission = { clientId: activity, permission: 'AuditLog.Read.All' }
  await changeWorld(app, 'revoke', { tenantId: tenantIdOf('Adatum'), ...permission })
  await sync(app, 'sync Adatum')
}

/** A loss is believed after a second read, a minute later; then the alert is sent. */
export async function secondRead(app: WholeApp): Promise<void> {
  await app.pass(seconds(62))
  await app.pass(seconds(4))
}

/** What the card is called where it can't be shown. */
export const heading = ({ card }: BotMessage): string => String(card.fallbackText)

/** Cards of single alerts in a conversation, as everybody sees them now. */
export const alertsIn = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): BotMessage[] =>
  app.teams.cards(conversationId).filter((message) => /^\S+ Alert #\d+:/.test(heading(message)))

/** The only alert there. @throws Error if there is another number */
export function theAlertIn(app: WholeApp, driver: Pick<Driver, 'conversationId'>): BotMessage {
  const [alert, ...more] = alertsIn(app, driver)
  if (!alert || more.length > 0) throw new Error(`Expected one alert, got ${more.length + (alert ? 1 : 0)}`)
  return alert
}

/** Cards of several alerts. */
export const digestsIn = (app: WholeApp, { conversationId }: Pick<Driver, 'conversationId'>): BotMessage[] =>
  app.teams.cards(conversationId).filter((message) => /^\S+ \d+ alerts?,/.test(heading(message)))

/** Every message and every change of one, so that silence can be seen. */
const sentSoFar = (app: WholeApp): number =>
  app.teams.connector.requests.filter(({ body }) => (body as { type?: string })?.type !== 'typing').length

/** A reason that is long enough. */
export const waits = 'The owner is on leave until then'

/** The number on the card of an alert. */
export const numberOf = (message: BotMessage): number => Number(/Alert #(\d+)/.exec(heading(message))?.[1])

/** Nothing changes in so many syncs, so nobody is told anything. */
export async function expectSilence(rounds: number): Promise<void> {
  const app = await startWholeApp()
  await app.teams.as(people.victor).ask('alerts on from info')
  await app.teams.as(people.olivia, security).ask('alerts on from info')
  await sync(app, 'sync all')
  await app.pass(minutes(2))
  const [told, known] = [sentSoFar(app), query(app, 'select id, version, state from alerts order by id')]
  expect(known.length).toBeGreaterThan(0)
  for (let round = 0; round < rounds; round += 1) await app.pass(hours(7))
  expect(query(app, 'select id, version, state from alerts order by id')).toEqual(known)
  expect(sentSoFar(app)).toBe(told)
}
