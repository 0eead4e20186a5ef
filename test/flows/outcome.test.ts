import { expect, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { addDirectoryRole } from '../../emulator/world/change-tenants.ts'
import { roleTemplateId } from '../../emulator/world/permissions.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const accounts = 'account-actions'

/** Assigns the role that the set needs to its app, as an admin of the tenant would. */
function assignRole(app: WholeApp, tenant: string, setId: string, role: string): void {
  const found = app.emulator.world.tenants.get(tenantIdOf(tenant))
  if (!found) throw new Error(`Expected ${tenant} in the world`)
  addDirectoryRole(app.emulator.world, found, demo.sets[setId] ?? '', roleTemplateId(role))
}

test('Check again reads the tenant now and shows what holds', async () => {
  const app = await startWholeApp()
  const olivia = app.teams.as(people.olivia)
  const ids = { tenantId: tenantIdOf('Northwind'), setId: accounts }
  const details = await olivia.ask('details Account actions in Northwind')
  expect(statusOf(app, 'Northwind', accounts)).toBe('settingsRequired')
  await olivia.press(details, { verb: 'grant.check', data: ids })
  expect(readText(olivia.see(details).card)).toContain('Password Administrator role is missing')
  assignRole(app, 'Northwind', accounts, 'Password Administrator')
  await olivia.press(details, { verb: 'grant.check', data: ids })
  expect(readText(olivia.see(details).card)).toMatch(/Checked just now[\s\S]*✅ \*\*Granted/)
  expect(statusOf(app, 'Northwind', accounts)).toBe('granted')
  expect(auditOf(app, 'grant.check')).toHaveLength(2)
})

test('Check again is for whoever may sync', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  const details = await victor.ask('details Account actions in Northwind')
  await victor.press(details, {
    verb: 'grant.check',
    data: { tenantId: tenantIdOf('Northwind'), setId: accounts },
  })
  expect(readText(victor.see(details).card)).toContain('operator')
  expect(auditOf(app, 'grant.check').map(({ result }) => result)).toEqual(['refused'])
})
