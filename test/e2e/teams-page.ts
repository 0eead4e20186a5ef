import { join, resolve } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** How long anything may take on a busy machine. Nothing waits that long when all is well. */
export const patienceMs = 90_000

export const pictures = resolve('out', 'pictures')

/** One person's Teams in the browser. Cards are followed in place: later looks see what they show then. */
export interface TeamsPage {
  page: Page
  /** Types a line and gives the card that answers it; with `about`, the first new one that says so, if others may come. */
  ask(line: string, about?: string | RegExp): Promise<CardOnPage>
  /** Waits for a card that says this and that nobody here has asked for. A card is given once. */
  receives(about: string | RegExp): Promise<CardOnPage>
  /** How many cards are in the conversation. */
  count(): Promise<number>
  /** Goes to a channel of the team; from then on lines and cards are those of the channel. */
  enterChannel(name: string): Promise<void>
  /** Goes back to the person's own chat with the bot. */
  enterChat(): Promise<void>
}

export interface CardOnPage {
  /** Presses a button; with `about`, the one whose tooltip names it. */
  press(title: string, about?: string): Promise<void>
  /** Fills a field, by its label or what stands in it. */
  fill(label: string, text: string): Promise<void>
  /** Waits until the card shows the text. */
  shows(text: string | RegExp): Promise<void>
  /** Presses a button that leads to another page. */
  follow(title: string): Promise<Page>
  text(): Promise<string>
  /** Keeps a picture of the card for people to look at. */
  picture(name: string): Promise<void>
}

export async function makeTeamsPage(browser: BrowserContext, url: string): Promise<TeamsPage> {
  const page = await browser.newPage()
  await page.goto(url, { waitUntil: 'commit' })
  const cards = page.locator('.ac-adaptiveCard')
  let inChannel = false
  // The bot says hello in a chat that it meets for the first time.
  await cards.filter({ hasText: 'Hello, I’m Grantkeeper' }).first().waitFor()
  return {
    page,
    ask: async (line, about = /./) => {
      await cards.evaluateAll((all) => {
        for (const card of all) card.setAttribute('data-old', '')
      })
      await (inChannel ? post(page, line) : type(page, line))
      return takeCard(page, about, '.ac-adaptiveCard:not([data-old])')
    },
    receives: (about) => takeCard(page, about, '.ac-adaptiveCard'),
    count: () => cards.count(),
    enterChannel: async (name) => {
      await page.getByText(name, { exact: true }).first().click()
      await page.getByText('Start a new post').waitFor()
      await cards.filter({ hasText: 'mention me first' }).first().waitFor()
      inChannel = true
    },
    enterChat: async () => {
      await page.getByText('Personal Chat', { exact: true }).first().click()
      await page.getByText('Start a new post').waitFor({ state: 'detached' })
      inChannel = false
    },
  }
}

async function type(page: Page, line: string): Promise<void> {
  const input = page.getByPlaceholder('Type a message...').or(page.locator('[contenteditable=true]')).first()
  await input.fill(line)
  await input.press('Enter')
}

/** In a channel the bot hears only what mentions it, and the client sends only what is posted. */
async function post(page: Page, line: string): Promise<void> {
  const input = page.locator('[contenteditable=true]').first()
  await input.click()
  await page.keyboard.type('@Gra')
  await page.getByRole('menuitem', { name: 'Grantkeeper' }).click()
  await page.keyboard.type(` ${line}`)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
}

let taken = 0

/**
 * Waits for a card that says this and was not taken yet. A chat grows at its end and a channel at its top, so it gets a mark
 * on what surrounds it, which stays when the card in it is replaced.
 */
async function takeCard(page: Page, about: string | RegExp, among: string): Promise<CardOnPage> {
  taken += 1
  const mark = `${taken}`
  const pattern = typeof about === 'string' ? about.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : about.source
  const flags = typeof about === 'string' ? '' : about.flags
  await expect
    .poll(() => page.evaluate(markCard, { pattern, flags, among, mark }), {
      timeout: patienceMs,
      interval: 200,
    })
    .toBe('found')
  return onPage(page.locator(`[data-taken="${mark}"] .ac-adaptiveCard`).first())
}

/** As much of the page as `markCard` touches; the rest of this project runs without one. */
interface PageElement {
  innerText: string
  parentElement: PageElement | null
  closest(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement> & { length: number }
  setAttribute(name: string, value: string): void
}
declare const document: Pick<PageElement, 'querySelectorAll'>

/** Runs in the page. The largest surroundings that hold this card alone are its message. */
function markCard(wanted: { pattern: string; flags: string; among: string; mark: string }): string {
  const says = new RegExp(wanted.pattern, wanted.flags)
  const cards = [...document.querySelectorAll(wanted.among)]
  const card = cards.find((each) => !each.closest('[data-taken]') && says.test(each.innerText))
  if (!card) return `no card says ${says} among:\n${cards.map((each) => each.innerText).join('\n---\n')}`
  let message = card
  for (let around = card.parentElement; around; around = around.parentElement) {
    if (around.querySelectorAll('.ac-adaptiveCard').length > 1) break
    message = around
  }
  message.setAttribute('data-taken', wanted.mark)
  return 'found'
}

function onPage(card: Locator): CardOnPage {
  return {
    press: async (title, about) => {
      const named = card.getByRole('button', { name: title, exact: true })
      const button = about ? card.locator(`button[title*="${about}"]`).and(named) : named
      await button.first().click()
    },
    fill: async (label, text) => {
      const field = card.getByLabel(label).or(card.getByPlaceholder(label))
      await field.first().fill(text)
    },
    shows: (text) =>
      card
        .getByText(text)
        .first()
        .waitFor()
        .catch(async (cause) => {
          throw new Error(`Expected ${text}, the card says:\n${await card.innerText()}`, { cause })
        }),
    follow: async (title) => {
      const door = card.getByRole('button', { name: title }).or(card.getByRole('link', { name: title }))
      const [page] = await Promise.all([card.page().context().waitForEvent('page'), door.first().click()])
      await page.waitForLoadState()
      return page
    },
    text: () => card.innerText(),
    picture: async (name) => {
      await card.screenshot({ path: join(pictures, `${name}.png`) })
    },
  }
}

/** Our own page, then the one that stands in for Microsoft's, then our thanks. */
export async function decide(page: Page, choice: 'Accept' | 'Cancel', signer?: string): Promise<void> {
  await page.getByRole('button').first().click()
  await page.getByRole('button', { name: 'Accept', exact: true }).waitFor()
  if (signer) await page.locator('select[name=signer]').selectOption({ label: signer })
  await page.getByRole('button', { name: choice, exact: true }).click()
  await page.waitForURL('**/consent/callback**')
}
