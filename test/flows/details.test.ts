import { expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { addFault } from '../../emulator/faults.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { auditOf, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf } from '../support/whole-app.ts'
import { changeWorld } from '../support/world.ts'

const titlesOf = (card: Card) => buttonsOf(card).map(({ title }) => title)
const line = 'details "Account actions" in Contoso'
const there = { tenantId: tenantIdOf('Contoso'), clientId: 'account-actions' }

test('Check again reads that tenant now: first the same, then what was fixed in Entra', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const before = await olivia.ask(line)
  expect(titlesOf(before.card)).toContain('Check again')
  const same = await olivia.click(before, 'Check again')
  expect(readText(same.card)).toMatch(/Checked just now[\s\S]*Error[\s\S]*disabled in Entra/)
  await changeWorld(app, 'enable', { ...there, by: 'admin' })
  const fixed = await olivia.click(same, 'Check again')
  expect(readText(fixed.card)).toMatch(/Checked just now[\s\S]*✅ \*\*Granted/)
  expect(readText(fixed.card)).not.toContain('disabled in Entra')
  expect(statusOf(app, 'Contoso', 'account-actions')).toBe('granted')
  expect(auditOf(app, 'grant.check').map(({ actor, result }) => [actor, result])).toEqual([
    ['Olivia Lind', 'done'],
    ['Olivia Lind', 'done'],
  ])
})

test('a check that fails says why, and lowers nothing that was known', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  addFault(app.emulator.world, {
    where: 'graph',
    tenantId: tenantIdOf('Adatum'),
    effect: { kind: 'status', status: 403 },
  })
  const card = await alice.ask('details "SaaS posture" in Adatum')
  const after = await alice.click(card, 'Check again')
  expect(readText(after.card)).toMatch(/Not checked[^\n]*last known: Granted/)
  expect(readText(after.card)).toContain('Grantkeeper isn’t allowed to read this tenant')
  expect(titlesOf(after.card)).not.toContain('Grant permissions')
  expect(titlesOf(after.card)).toContain('Connect')
})

test('details open what is wrong and fold what is granted; a viewer only looks', async () => {
  const app = await startWholeApp()
  const { card } = await app.teams.as(people.victor).ask('details "User, device and activity" in Fabrikam')
  expect(titlesOf(card)).toEqual(['Refresh', 'History', 'Back to tenant'])
  const hidden = elementsOf(card).filter(({ isVisible, type }) => isVisible === false && type === 'Container')
  const folded = hidden.map((each) => readText(each as Card)).join('\n')
  expect(folded).toContain('Directory.Read.All')
  expect(folded).not.toContain('Place.Read.All')
  expect(readText(card)).toMatch(/1 of 18 permissions not granted[\s\S]*Place\.Read\.All/)
})
