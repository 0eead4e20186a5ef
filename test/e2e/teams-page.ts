import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { pictures } from './stage.ts'

/** One person's Teams in the browser. */
export interface TeamsPage {
  page: Page
  /** Types a line and gives the card that answers it. It is followed in place: later looks see what it shows then. */
  ask(line: string): Promise<CardOnPage>
}

export interface CardOnPage {
  /** Presses a button; with `about`, the one whose tooltip or row names it. */
  press(title: string, about?: string): Promise<void>
  /** Waits until the card shows the text. */
  shows(text: string | RegExp): Promise<void>
  /** Presses a button that leads to another page. */
  follow(title: string): Promise<Page>
  text(): Promise<string>
  /** Keeps a picture of the card. */
  picture(name: string): Promise<void>
}

export async function makeChat(browser: BrowserContext, url: string): Promise<TeamsPage> {
  const page = await browser.newPage()
  await page.goto(url)
  const input = page.getByPlaceholder('Type a message...').or(page.locator('[contenteditable=true]')).first()
  const cards = page.locator('.ac-adaptiveCard')
  // The bot says hello in a chat that it meets for the first time.
  await cards.first().waitFor()
  return {
    page,
    ask: async (line) => {
      const before = await cards.count()
      await input.fill(line)
      await input.press('Enter')
      const card = cards.nth(before)
      await card.waitFor()
      return onPage(card)
    },
  }
}

function onPage(card: Locator): CardOnPage {
  return {
    press: async (title, about) => {
      const named = card.getByRole('button', { name: title, exact: true })
      const button = about ? card.locator(`button[title*="${about}"]`).and(named) : named
      await button.first().click()
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
