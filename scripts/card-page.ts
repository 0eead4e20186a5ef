/* A browser page that draws cards as a Teams-like client does, and measures them. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Card } from '../cards/render.ts'
import { browserArguments } from './browser-arguments.ts'
import { type CardView, hostConfig, pageStyle } from './card-host.ts'

export interface DrawnCard {
  /** Of each view, by its name, in CSS pixels. */
  heights: Readonly<Record<string, number>>
  /** The elements that overflow their card. */
  tooWide: readonly string[]
}

export interface CardPage {
  /** Draws the card in these views, side by side. */
  draw(card: Card, views: readonly CardView[]): Promise<DrawnCard>
  /** What was drawn last. */
  page: Page
  /** The same as a small picture (WebP). */
  picture(): Promise<Buffer>
  close(): Promise<void>
}

/** `scale`: pixels of a picture for one CSS pixel. */
export async function openCardPage(
  executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium',
  scale = 1,
): Promise<CardPage> {
  const browser = await chromium.launch({ executablePath, args: ['--headless', ...browserArguments] })
  const page = await openPage(browser, scale)
  return {
    draw: (card, views) =>
      page.evaluate(drawInPage, {
        card,
        views: views.map((view) => ({ ...view, config: hostConfig(view) })),
      }),
    page,
    picture: () => pictureOf(page),
    close: () => browser.close(),
  }
}

/** PNG would be three times as large; Playwright itself writes no WebP. */
async function pictureOf(page: Page): Promise<Buffer> {
  const box = await page.locator('#views').boundingBox()
  if (!box) throw new Error('Expected a drawn card')
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 82,
    captureBeyondViewport: true,
    clip: { ...box, scale: 1 },
  })
  await session.detach()
  return Buffer.from(data, 'base64')
}

async function openPage(browser: Browser, deviceScaleFactor: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_500, height: 900 }, deviceScaleFactor })
  await page.setContent('<body></body>')
  await page.addStyleTag({ content: pageStyle })
  const bundle = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js')
  await page.addScriptTag({ content: await readFile(bundle, 'utf8') })
  return page
}

/** Runs in the browser, without access to this file. */
function drawInPage({ card, views }: { card: object; views: (CardView & { config: object })[] }): DrawnCard {
  // biome-ignore lint/suspicious/noExplicitAny: the project has no DOM types, and the bundle's own need a bundler
  const { AdaptiveCards, document } = globalThis as any
  const literally = (text: string): string => text.replace(/\\([^A-Za-z0-9\s])/g, '$1')
  const asHtml = (text: string): string =>
    text.replace(
      /\\([^A-Za-z0-9\s])|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])+)\]\(([^)]+)\)/g,
      (_all, escaped?: string, bold?: string, link?: string, url?: string) =>
        escaped ?? (bold ? `<b>${literally(bold)}</b>` : `<a href="${url}">${literally(link ?? '')}</a>`),
    )
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text: string, result: object) => {
    const lines = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').split('\n')
    Object.assign(result, { outputHtml: lines.map(asHtml).join('<br>'), didProcess: true })
  }
  const root = document.createElement('div')
  root.id = 'views'
  document.body.replaceChildren(root)
  const heights: Record<string, number> = {}
  const tooWide = views.flatMap(({ name, className, width, config }) => {
    const drawn = new AdaptiveCards.AdaptiveCard()
    drawn.hostConfig = new AdaptiveCards.HostConfig(config)
    drawn.parse(card)
    const place = document.createElement('div')
    place.className = `view ${className}`
    place.style.width = `${width}px`
    place.append(drawn.render())
    root.append(place)
    heights[name] = Math.ceil(place.firstElementChild.getBoundingClientRect().height)
    const edge = place.firstElementChild.getBoundingClientRect().right
    const out = [...place.querySelectorAll('*')].filter(
      (each) => each.getBoundingClientRect().right > edge + 1,
    )
    return out.slice(0, 3).map((each) => `${name}: ${each.className} "${each.textContent.slice(0, 40)}"`)
  })
  return { heights, tooWide }
}
