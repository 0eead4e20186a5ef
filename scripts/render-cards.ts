/*
 * Renders sample cards as a Teams-like client would (light, dark, and 320 px wide, side by side in one picture), prints their
 * size as sent and their height at 440 px, and fails when an element overflows its card or a card is higher than its limit.
 * With --gallery, it writes docs/gallery.md and its pictures in place of that.
 * node scripts/render-cards.ts [--gallery] [--only <part of a name>,<another>] [--chromium <path>] [folder]
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Card } from '../cards/render.ts'
import { samples } from '../test/support/card-samples.ts'
import { cardViews } from './card-host.ts'
import { cardLimits } from './card-limits.ts'
import { type CardPage, openCardPage } from './card-page.ts'
import { writeGallery } from './write-gallery.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gallery: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    chromium: { type: 'string' },
  },
})
if (values.gallery) await writeGallery(values.chromium)
else await renderCards(positionals[0] ?? 'card-pictures')

async function renderCards(folder: string): Promise<void> {
  const parts = values.only.split(',').map((part) => part.trim())
  const chosen = Object.entries(samples).filter(([name]) => parts.some((part) => name.includes(part)))
  await mkdir(folder, { recursive: true })
  const page = await openCardPage(values.chromium)
  try {
    for (const [name, make] of chosen)
      await picture(page, join(folder, name.replaceAll('/', '--')), name, make())
  } finally {
    await page.close()
  }
}

async function picture(place: CardPage, path: string, name: string, card: Card): Promise<void> {
  const { heights, tooWide } = await place.draw(card, cardViews)
  await place.page.locator('#views').screenshot({ path: `${path}.png` })
  await writeFile(`${path}.json`, JSON.stringify(card, undefined, 1))
  const size = ((JSON.stringify(card).length * 2) / 1024).toFixed(1)
  const height = heights.light ?? 0
  console.log(`${size.padStart(5)} KB ${`${height}`.padStart(5)} px  ${name}`)
  if (tooWide.length > 0) fail(`${name} is too wide: ${tooWide.join(', ')}`)
  const limit = cardLimits[name] ?? Number.POSITIVE_INFINITY
  if (height > limit) fail(`${name} is ${height} px high. Its limit is ${limit} px.`)
}

function fail(what: string): void {
  console.error(`       ${what}`)
  process.exitCode = 1
}
