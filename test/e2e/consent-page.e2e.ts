import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPage } from '#edge/http/pages.ts'
import { openBrowser } from './stage.ts'
import { pictures } from './teams-page.ts'

const permission = (value: string, isGranted: boolean) =>
  ({ value, api: 'Microsoft Graph', type: 'application', reason: 'Roles', tier: 0, isGranted }) as const

const text = startPage(
  {
    kind: 'set',
    suite: 'Trend Vision One',
    setName: 'User, device and activity',
    apps: ['Risk Insights', 'Workbench'],
    shownApp: { name: 'Activity Data', verifiedPublisher: 'Cobalt Ridge Security' },
    clientId: '3c3c3c3c-0000-4000-8000-000000000002',
    tenantId: '2b2b2b2b-0000-4000-8000-000000000001',
    tenantName: 'Contoso Ltd',
    tenantDomain: 'contoso.com',
    permissions: [
      permission('RoleManagement.ReadWrite.Directory', false),
      permission('AuditLog.Read.All', true),
    ],
    requestedBy: 'Alice Moreau',
    code: 'K7M-2QX',
    openUntil: new Date('2026-11-22T11:02:00Z'),
  },
  'login.microsoftonline.com',
  new Date('2026-11-22T10:02:00Z'),
)

let opened: Awaited<ReturnType<typeof openBrowser>>
let page: Page
beforeAll(async () => {
  await mkdir(pictures, { recursive: true })
  opened = await openBrowser()
  page = await opened.browser.newPage()
  await page.setContent(text)
})
afterAll(() => opened?.close())

test('on a phone nothing stands beyond the edge, and what is granted already is one tap away', async () => {
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  expect(await page.getByText('AuditLog.Read.All').isVisible()).toBe(false)
  await page.screenshot({ path: join(pictures, 'consent-page-phone.png'), fullPage: true })
  await page.getByText('1 already granted').click()
  expect(await page.getByText('AuditLog.Read.All').isVisible()).toBe(true)
  await page.getByText('1 already granted').click()
})

test('printed, everything can be read, and nothing waits for a click', async () => {
  await page.setViewportSize({ width: 780, height: 800 })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByText('AuditLog.Read.All').isVisible()).toBe(true)
  expect(await page.getByRole('button').isVisible()).toBe(false)
  await page.screenshot({ path: join(pictures, 'consent-page-print.png'), fullPage: true })
})
