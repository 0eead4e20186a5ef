import { type ConsentChoice, consent, makeBrowser, type Page } from '../support/browser.ts'
import { elementsOf } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import type { WholeApp } from '../support/whole-app.ts'

/** The consent links on a card that can still be opened. */
export function linksOf({ card }: Pick<BotMessage, 'card'>): string[] {
  const urls = elementsOf(card).filter(({ type }) => type === 'Action.OpenUrl')
  return urls.map(({ url }) => String(url)).filter((url) => url.includes('/consent/'))
}

/** The only link on a card. */
export function linkOf(message: BotMessage): string {
  const [link, ...more] = linksOf(message)
  if (!link || more.length > 0) throw new Error(`Expected one link, got ${linksOf(message).length}`)
  return link
}

/** Types the command, reads the plan and starts it. Gives the card that follows the consent. */
export async function startGrant(person: Driver, line: string): Promise<BotMessage> {
  const plan = await person.ask(line)
  return person.click(plan, 'grant.start')
}

/** Goes the whole way of the only link with a fresh browser; all that follows from it is done when this resolves. */
export async function decide(app: WholeApp, message: BotMessage, choice: ConsentChoice): Promise<Page> {
  const page = await consent(makeBrowser(), linkOf(message), choice)
  await app.settled()
  return page
}

export const accept = { decision: 'accept' } as const
