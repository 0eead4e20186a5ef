import { readFile, writeFile } from 'node:fs/promises'
import { minutes } from '#platform/base/time.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { temporaryFile } from '../support/databases.ts'
import { askAccess } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

export const labels = 'protected-content'
export const name = '"Labels and protected content" in Fabrikam'

/** The built-in catalog with one set closed by default, as JSON. */
export async function closedCatalogText(openFor: unknown = { max: '8h' }): Promise<string> {
  const text = await readFile(new URL('../../bot/domain/catalog/catalog.json', import.meta.url), 'utf8')
  const catalog = JSON.parse(text) as { sets: { id: string; openFor?: unknown }[] }
  for (const set of catalog.sets) if (set.id === labels) set.openFor = openFor
  return JSON.stringify(catalog)
}

/** The same in a file that is removed when the test ends. */
export async function closedCatalog(openFor?: unknown): Promise<string> {
  const file = `${await temporaryFile()}.json`
  await writeFile(file, await closedCatalogText(openFor))
  return file
}

export async function openClosed(change: Readonly<Record<string, string>> = {}) {
  const app = await startWholeApp({}, undefined, { CATALOG_FILE: await closedCatalog(), ...change })
  const [alice, bob, olivia, victor] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
    app.teams.as(people.victor),
  ]
  return { app, alice, bob, olivia, victor }
}

export type Access = Awaited<ReturnType<typeof askAccess>> & {
  until?: string
  validUntil?: string
  reason?: string
}
export const access = async (app: WholeApp): Promise<Access> =>
  (await askAccess(app, 'Fabrikam', labels)) as Access
export const textOf = ({ card }: Pick<BotMessage, 'card'>): string => readText(card)
export const titlesOf = ({ card }: Pick<BotMessage, 'card'>) => buttonsOf(card).map(({ title }) => title)
export const inputOf = ({ card }: Pick<BotMessage, 'card'>, id: string) =>
  elementsOf(card).find((element) => element.id === id)
/** For the bot and Microsoft, and nothing runs. */
export function jump(app: WholeApp, ms: number): void {
  app.clock.forward(ms)
  app.emulator.clock.advance(ms)
}

export const reason = 'The customer asked for a review of their labels'

/** Olivia asks, Alice approves. */
export async function openFor(
  { olivia, alice }: Awaited<ReturnType<typeof openClosed>>,
  time: string,
): Promise<{ asked: BotMessage; shown: BotMessage; approved: BotMessage }> {
  const form = await olivia.ask(`unblock ${name} ${time}`)
  const asked = await olivia.click(form, 'request.make', { reason, reference: 'INC0012345' })
  const first = await alice.ask('requests')
  const isShown = buttonsOf(first.card).some(({ verb }) => verb === 'request.approve')
  const shown = isShown ? first : await alice.click(first, 'request.show')
  const approved = await alice.click(shown, 'request.approve')
  return { asked, shown, approved }
}

export async function openLimited() {
  const app = await startWholeApp()
  const [alice, bob, olivia] = [
    app.teams.as(people.alice),
    app.teams.as(people.bob),
    app.teams.as(people.olivia),
  ]
  await alice.click(await alice.ask(`block ${name}`), 'Confirm block')
  await app.pass(minutes(11))
  return { app, alice, bob, olivia }
}
