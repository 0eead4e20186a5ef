import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { closedCatalogText } from '../flows/opening-flow.ts'
import { openStage, type Stage } from './stage.ts'
import type { TeamsPage } from './teams-page.ts'

let folder: string
let stage: Stage
let olivia: TeamsPage
let bob: TeamsPage

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grantkeeper-catalog-'))
  const catalog = join(folder, 'catalog.json')
  await writeFile(catalog, await closedCatalogText())
  stage = await openStage(18_900, catalog)
  olivia = await stage.teamsOf('olivia')
  // What is sent to a client before its page listens, the client loses.
  bob = await stage.teamsOf('bob')
})
afterAll(async () => {
  await stage?.end()
  await rm(folder, { recursive: true, force: true })
})

test('a set that is closed by default: asked for with a case, approved by a second person, open until its end', async () => {
  const tenant = await olivia.ask('status Fabrikam', 'Closed')
  await tenant.picture('closed-tenant')
  const form = await olivia.ask(
    'unblock "Labels and protected content" in Fabrikam for 4 hours',
    'closed by default',
  )
  await form.shows(/Entra keeps the grant/)
  await form.picture('closed-form')
  await form.fill('What it’s needed for', 'The customer asked for a review of their labels')
  await form.press('Open for a time')
  await form.shows(/ticket or case number/)
  await form.fill('For example, INC0012345', 'INC0012345')
  await form.press('Open for a time')
  await form.shows('Waiting for an approver')
  await form.picture('closed-asked')
  const approval = await bob.receives('Labels and protected content')
  await approval.shows('INC0012345')
  await approval.shows(/Until \w{3}, /)
  await approval.picture('closed-to-decide')
  await approval.press('Approve')
  await approval.shows('Approved by Bob Okafor')
  const details = await olivia.ask('details "Labels and protected content" in Fabrikam', 'Open until')
  await details.picture('closed-open-until')
})
