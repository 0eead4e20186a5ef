/*
 * Renders every sample card as a Teams-like client would (light, dark, and 320 px wide, side by side in one picture),
 * prints its size as sent, and fails when an element overflows the card.
 * node scripts/render-cards.ts [--only <part of a name>] [--chromium <path>] [folder]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import type { Card } from '../cards/render.ts'
import { samples } from '../test/support/card-samples.ts'
import { type CardView, cardViews, hostConfig, pageStyle } from './card-host.ts'

const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    chromium: { type: 'string', default: process.env.CHROMIUM ?? '/usr/bin/chromium' },
  },
})
const folder = positionals[0] ?? 'card-pictures'
const cards = Object.entries(samples)
  .filter(([name]) => name.includes(values.only))
  .map(([name, make]) => ({ name, card: make() }))

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: values.chromium, args: browserArguments })
try {
  const page = await openPage()
  for (const { name, card } of cards) await picture(page, name, card)
} finally {
  await browser.close()
}

async function openPage(): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_500, height: 900 } })
  await page.setContent('<body></body>')
  await page.addStyleTag({ content: pageStyle })
  const bundle = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js')
  await page.addScriptTag({ content: await readFile(bundle, 'utf8') })
  return page
}

async function picture(page: Page, name: string, card: Card): Promise<void> {
  const views = cardViews.map((view) => ({ ...view, config: hostConfig(view) }))
  const tooWide = await page.evaluate(drawInPage, { card, views })
  const path = join(folder, name.replaceAll('/', '--'))
  await page.locator('#views').screenshot({ path: `${path}.png` })
  await writeFile(`${path}.json`, JSON.stringify(card, undefined, 1))
  console.log(`${((JSON.stringify(card).length * 2) / 1024).toFixed(1).padStart(5)} KB  ${name}`)
  if (tooWide.length === 0) return
  console.error(`       ${name} is too wide: ${tooWide.join(', ')}`)
  process.exitCode = 1
}

/** Runs in the browser, without access to this file. Returns the elements that overflow their card. */
function drawInPage({ card, views }: { card: object; views: (CardView & { config: object })[] }): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: the project has no DOM types, and the bundle's own need a bundler
  const { AdaptiveCards, document } = globalThis as any
  const literally = (text: string): string => text.replace(/\\([^\w\s])/g, '$1')
  const asHtml = (text: string): string =>
    text.replace(
      /\\([^\w\s])|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])+)\]\(([^)]+)\)/g,
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
  return views.flatMap(({ name, className, width, config }) => {
    const drawn = new AdaptiveCards.AdaptiveCard()
    drawn.hostConfig = new AdaptiveCards.HostConfig(config)
    drawn.parse(card)
    const place = document.createElement('div')
    place.className = `view ${className}`
    place.style.width = `${width}px`
    place.append(drawn.render())
    root.append(place)
    const edge = place.getBoundingClientRect().right
    const out = [...place.querySelectorAll('*')].filter(
      (each) => each.getBoundingClientRect().right > edge + 1,
    )
    return out.slice(0, 3).map((each) => `${name}: ${each.className} "${each.textContent.slice(0, 40)}"`)
  })
}
