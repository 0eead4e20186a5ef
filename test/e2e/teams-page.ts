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
  const given = new Set<number>()
  let inChannel = false
  const take = async (from: number, about: string | RegExp): Promise<CardOnPage> => {
    const at = await indexOf(cards, about, (index) => index >= from && !given.has(index))
    given.add(at)
    return onPage(cards.nth(at))
  }
  // The bot says hello in a chat that it meets for the first time.
  await cards.filter({ hasText: 'Hello, I am Grantkeeper' }).first().waitFor()
  return {
    page,
    ask: async (line, about = /./) => {
      const before = await cards.count()
      await (inChannel ? post(page, line) : type(page, line))
      return take(before, about)
    },
    receives: (about) => take(0, about),
    count: () => cards.count(),
    enterChannel: async (name) => {
      await page.getByText(name, { exact: true }).first().click()
      await page.getByText('Start a new post').waitFor()
      await cards.filter({ hasText: 'mention me first' }).first().waitFor()
      given.clear()
      inChannel = true
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
  await page.keyboard.type('@Grant')
  await page.getByText('Grantkeeper', { exact: true }).last().click()
  await page.keyboard.type(` ${line}`)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
}

/** Waits for a card that says this. Cards come at the end and keep their place. */
async function indexOf(
  cards: Locator,
  about: string | RegExp,
  fits: (index: number) => boolean,
): Promise<number> {
  let found = -1
  const says = (text: string): boolean =>
    typeof about === 'string' ? text.includes(about) : about.test(text)
  await expect
    .poll(
      async () => {
        const texts = await cards.allInnerTexts()
        found = texts.findIndex((text, index) => fits(index) && says(text))
        return found >= 0 || `no card says ${about} among:\n${texts.join('\n---\n').slice(-2_000)}`
      },
      { timeout: patienceMs, interval: 200 },
    )
    .toBe(true)
  return found
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
    shows: (text) => card.getByText(text).first().waitFor(),
    follow: async (title) => {
      const opened = card.page().context().waitForEvent('page')
      await card
        .getByRole('button', { name: title })
        .or(card.getByRole('link', { name: title }))
        .first()
        .click()
      const page = await opened
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
