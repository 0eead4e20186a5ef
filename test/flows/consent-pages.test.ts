import { expect, test } from 'vitest'
import catalogJson from '../../bot/domain/catalog/catalog.json' with { type: 'json' }
import rows from '../../emulator/data/demo.json' with { type: 'json' }
import { demo } from '../../emulator/demo-world.ts'
import { addFault } from '../../emulator/faults.ts'
import { makeBrowser } from '../support/browser.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { linkOf, startGrant } from './consent-flow.ts'

const registrations = rows.sets

const titleOf = (page: string): string => /<h1>(.*?)<\/h1>/.exec(page)?.[1] ?? ''

/** Our page, and the one of Microsoft that it leads to. */
async function pagesOf(message: BotMessage): Promise<{ ours: string; microsofts: string }> {
  const browser = makeBrowser()
  const ours = await browser.open(linkOf(message))
  expect(ours.status).toBe(200)
  const microsofts = await browser.submit(ours)
  return { ours: ours.text, microsofts: microsofts.text }
}

test('every start page names app and publisher as Microsoft’s page does', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const starts = [
    await startGrant(alice, 'grant "Labels and protected content" in litwareinc.com'),
    await alice.ask('add tenant tailwind-toys.com'),
  ]
  for (const message of starts) {
    const { ours, microsofts } = await pagesOf(message)
    expect(ours).toContain(titleOf(microsofts))
    expect(microsofts).toContain(`✓ ${demo.publisher}, verified publisher`)
    expect(ours).toContain(`${demo.publisher}, verified by Microsoft`)
  }
})

test('an update shows what is new on top, and folds what the tenant has granted', async () => {
  const app = await startWholeApp()
  const message = await startGrant(app.teams.as(people.alice), 'grant "User, device and activity" in Contoso')
  const { ours, microsofts } = await pagesOf(message)
  const [shown = '', folded = ''] = ours.split('<details>')
  expect(shown).toMatch(/1 new permission<[\s\S]*Place\.Read\.All/)
  expect(shown).not.toContain('AuditLog.Read.All')
  expect(folded).toMatch(/^<summary>\d+ already granted<[\s\S]*AuditLog\.Read\.All/)
  expect(microsofts).toContain('1 of them new')
})

test('in the demo, apps are named like their sets, so that both pages speak of one thing', () => {
  const publisher = demo.publisher.split(' ').slice(0, 2).join(' ')
  for (const { id, name } of catalogJson.sets)
    expect(registrations.find((set) => set.id === id)?.displayName).toBe(`${publisher} ${name}`)
})

test('when the registration can’t be read now, the page says so and still leads on', async () => {
  const app = await startWholeApp()
  const message = await startGrant(app.teams.as(people.alice), 'grant "User, device and activity" in Contoso')
  void addFault(app.emulator.world, {
    where: 'part',
    tenantId: demo.homeTenantId,
    path: '/applications',
    effect: { kind: 'status', status: 503 },
  })
  const page = await makeBrowser().open(linkOf(message))
  expect(page.status).toBe(200)
  expect(page.text).toContain('Couldn’t be read now. Compare the client ID.')
  expect(page.text).toContain('<button')
})
