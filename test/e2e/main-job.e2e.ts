import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage(17_000)
})
afterAll(() => stage.end())

/** Our own page, then the one that stands in for Microsoft's. */
async function consent(start: Page, { choice, signer }: { choice: string; signer?: string }): Promise<Page> {
  await start.getByRole('button').first().click()
  await start.getByText('stands in for Microsoft').waitFor()
  if (signer) await start.getByLabel('Signed in as').selectOption({ label: signer })
  await start.getByRole('button', { name: choice, exact: true }).click()
  return start
}

test('the tenants, worst first, and the status of one', async () => {
  const { alice } = stage
  const card = await alice.ask('tenants')
  await card.shows('Contoso Ltd')
  await card.picture('tenants')
  expect(await card.text()).toMatch(/Contoso Ltd[\s\S]*Fabrikam/)
  const status = await alice.ask('status Fabrikam')
  await status.shows('New permissions required')
  await status.picture('tenant')
})

test('grant with consent: the same card turns to granted', async () => {
  const { alice } = stage
  const card = await alice.ask('grant "Account actions" in Litware')
  await card.shows('Litware')
  await card.picture('plan')
  await card.press('Grant permissions')
  await card.shows('Open consent page')
  await card.picture('consent-link-made')
  const page = await card.follow('Open consent page')
  await page.screenshot({ path: 'out/pictures/consent-start-page.png' })
  await consent(page, { choice: 'Accept' })
  await card.shows(/Verified|Granted/)
  await card.picture('consent-verified')
  const details = await alice.ask('details "Account actions" in Litware')
  await details.shows('Litware')
  await details.picture('details')
})
