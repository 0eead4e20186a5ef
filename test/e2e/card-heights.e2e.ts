import { afterAll, beforeAll, expect, test } from 'vitest'
import { cardViews } from '../../scripts/card-host.ts'
import { cardLimits } from '../../scripts/card-limits.ts'
import { type CardPage, openCardPage } from '../../scripts/card-page.ts'
import { samples } from '../support/card-samples.ts'

let page: CardPage
beforeAll(async () => {
  page = await openCardPage()
})
afterAll(() => page?.close())

test.for(Object.entries(cardLimits))('%s is at most %i px high at 440 px', async ([name, limit]) => {
  const card = samples[name]?.()
  if (!card) throw new Error(`Expected a sample named ${name}`)
  const { heights, tooWide } = await page.draw(card, cardViews)
  expect(tooWide).toEqual([])
  expect(heights.light).toBeGreaterThan(100)
  expect(heights.light).toBeLessThanOrEqual(limit)
})
