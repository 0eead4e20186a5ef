import { expect, test } from 'vitest'
import { minutes } from '#platform/base/time.ts'
import { demo } from '../../emulator/demo-world.ts'
import { changeUser, setMember } from '../../emulator/world/change-people.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { readText } from '../support/card-parts.ts'
import { auditOf, query, statusOf } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { expectIdsToCount } from './unread-home.ts'

const actions = 'account-actions'
const home = (app: WholeApp) => getTenant(app.emulator.world, demo.homeTenantId)
const groupId = (name: string) => demo.groups.find(({ displayName }) => displayName === name)?.id ?? ''

test('a role comes through a group inside of a group, and ends with it: at an act at once, else in five minutes', async () => {
  const app = await startWholeApp()
  const bob = app.teams.as(people.bob)
  const card = await bob.ask('block "Account actions" in Fabrikam')
  expect(readText(card.card)).toMatch(/Entra/)
  const change = { groupId: groupId('Security leads'), userId: people.bob.objectId, member: false }
  setMember(app.emulator.world, home(app), change)
  const refused = await bob.click(card, 'Confirm block')
  expect(readText(refused.card)).toMatch(/no role/i)
  expect(statusOf(app, 'Fabrikam', actions)).toBe('granted')
  expect(auditOf(app, 'grant.confirmBlock')).toMatchObject([{ result: 'refused', reason: 'NO_ROLE' }])
  await app.pass(minutes(5))
  expect(readText((await bob.ask('tenants')).card)).toMatch(/no role/i)
})

test('a refused act is in the history of its tenant, also where the button names a list of one', async () => {
  const app = await startWholeApp()
  const bob = app.teams.as(people.bob)
  const plan = await bob.ask('grant "User, device and activity" in Fabrikam')
  const change = { groupId: groupId('Security leads'), userId: people.bob.objectId, member: false }
  setMember(app.emulator.world, home(app), change)
  expect(readText((await bob.click(plan, 'grant.start')).card)).toMatch(/no role/i)
  const refused = query(app, "select tenant_id, set_id from audit where result = 'refused'")
  expect(refused).toEqual([{ tenant_id: tenantIdOf('Fabrikam'), set_id: 'user-device-activity' }])
})

test('a guest and a disabled account are refused at the moment of the effect, whatever the configuration says', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const card = await alice.ask('block "Account actions" in Fabrikam')
  const change = (to: Parameters<typeof changeUser>[3]) =>
    changeUser(app.emulator.world, home(app), people.alice.objectId, to)
  change({ userType: 'Guest' })
  expect(readText((await alice.click(card, 'Confirm block')).card)).toMatch(/only for people in this/i)
  change({ userType: 'Member', accountEnabled: false })
  await app.pass(minutes(5))
  expect(readText((await alice.ask('tenants')).card)).toMatch(/no role/i)
  change({ accountEnabled: true })
  await app.pass(minutes(5))
  await alice.click(await alice.ask('block "Account actions" in Fabrikam'), 'Confirm block')
  expect(statusOf(app, 'Fabrikam', actions)).toBe('blocked')
})

test('when Graph answers 403: object ids count, groups do not, and nobody waits four seconds', () =>
  expectIdsToCount({ where: 'graph', kind: 'status', status: 403 }))
