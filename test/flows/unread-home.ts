import { expect } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { readText } from '../support/card-parts.ts'
import { statusOf } from '../support/facts.ts'
import { people, startWholeApp, type WholeApp } from '../support/whole-app.ts'

const breakHome = (app: WholeApp, fault: Record<string, unknown>) =>
  fetch(`${app.emulator.url}/world/api/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenantId: demo.homeTenantId, ...fault }),
  })

/** While the home tenant can't be read: object IDs count, groups don't, and nobody waits four seconds. */
export async function expectIdsToCount(fault: Record<string, unknown>): Promise<void> {
  const app = await startWholeApp()
  expect((await breakHome(app, fault)).status).toBe(200)
  const [alice, olivia] = [app.teams.as(people.alice), app.teams.as(people.olivia)]
  const startedAt = performance.now()
  expect(readText((await olivia.ask('tenants')).card)).toMatch(/couldn’t be checked/i)
  expect(performance.now() - startedAt).toBeLessThan(4_000)
  const card = await alice.ask('block "Account actions" in Fabrikam')
  const clickedAt = performance.now()
  await alice.click(card, 'Confirm block')
  expect(performance.now() - clickedAt).toBeLessThan(4_000)
  await app.settled()
  expect(statusOf(app, 'Fabrikam', 'account-actions')).toBe('blocked')
}
