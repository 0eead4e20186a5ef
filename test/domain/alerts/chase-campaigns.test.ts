import { expect, test } from 'vitest'
import { chaseCampaigns } from '#domain/alerts/chase-campaigns.ts'
import { insertCampaign, updateCampaign } from '#domain/campaigns/campaigns-store.ts'
import { putMember } from '#domain/campaigns/members-store.ts'
import { saveOwner } from '#domain/owners/owners-store.ts'
import type { RoleReading } from '#domain/people/role-reading.ts'
import { silentLog } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import { hours, seconds } from '#platform/base/time.ts'
import { makeLocalJobs } from '#platform/jobs/local.ts'
import { alice, guid } from '../../stores/samples.ts'
import { makeTestClock } from '../../support/clocks.ts'
import { openTestDatabase } from '../../support/databases.ts'

const bob: Person = { ...alice, objectId: guid(50), name: 'Bob Okafor' }
const olivia: Person = { ...alice, objectId: guid(51), name: 'Olivia Lind' }
const days = (n: number): number => hours(24 * n)

/** A campaign that waits for two tenants; Bob approves in all, Alice in the first one. */
async function setup(chaseDays: readonly number[] = [3, 7]) {
  const database = await openTestDatabase()
  const clock = makeTestClock()
  const jobs = makeLocalJobs({ database, clock, log: silentLog })
  const readRoles = async ({ objectId }: Person): Promise<RoleReading> => {
    const role = objectId === olivia.objectId ? 'operator' : 'approver'
    const scope = objectId === alice.objectId ? [guid(1)] : 'all'
    const given = [{ role, from: 'configuration', scope } as const]
    return { roles: [role], given, notRead: [], isAccountRead: true, at: clock() }
  }
  const people = { readRoles, listWith: async () => [bob] } as never
  const deps = { database, clock, jobs, people, rules: { chaseDays } as never }
  const lists = { added: [], removed: [], requirementVersion: 'v2' }
  const campaign = await insertCampaign(database.db, { setId: 'a', ...lists, openedAt: clock() })
  for (const n of [1, 2])
    await putMember(database.db, {
      campaignId: campaign.id,
      tenantId: guid(n),
      stage: 'waiting',
      at: clock(),
    })
  const run = async (): Promise<void> => database.transaction(await chaseCampaigns(deps))
  const reminded = async (): Promise<string[]> => {
    const rows = await database.db.selectFrom('outbox').select('conversation_id').execute()
    const names = [alice, bob, olivia].map(
      ({ objectId, name }) => [objectId, name.split(' ', 1)[0] ?? ''] as const,
    )
    return rows.map((row) => names.find(([id]) => row.conversation_id.endsWith(id))?.[1] ?? '').toSorted()
  }
  return { database, clock, deps, campaign, run, reminded }
}

test('two instances that look at the same time remind once for each day', async () => {
  const { database, clock, deps, run, reminded } = await setup()
  await run()
  expect(await reminded()).toEqual([])
  clock.forward(days(3))
  const [first, second] = [await chaseCampaigns(deps), await chaseCampaigns(deps)]
  for (const commit of [first, second]) {
    await database.transaction(commit)
    clock.forward(seconds(1))
  }
  expect(await reminded()).toEqual(['Bob'])
  await run()
  clock.forward(days(4))
  await run()
  await run()
  expect(await reminded()).toEqual(['Bob', 'Bob'])
})

test('an owner who can start it is reminded; the approvers are for what has no such owner', async () => {
  const { database, clock, run, reminded } = await setup()
  const said = { part: 'owner', by: bob, at: clock() } as const
  await saveOwner(database.db, { ...said, tenantId: guid(1), holder: { person: alice } })
  // An operator can't start it.
  await saveOwner(database.db, { ...said, tenantId: guid(2), holder: { person: olivia } })
  clock.forward(days(3))
  await run()
  expect(await reminded()).toEqual(['Alice', 'Bob'])
  await saveOwner(database.db, { ...said, tenantId: guid(2), setId: 'a', holder: { person: bob } })
  clock.forward(days(4))
  await run()
  expect(await reminded()).toEqual(['Alice', 'Alice', 'Bob', 'Bob'])
})

test('a campaign that has ended reminds nobody, also one that ends after it was looked at', async () => {
  const { database, clock, deps, campaign, reminded } = await setup()
  clock.forward(days(3))
  const commit = await chaseCampaigns(deps)
  await updateCampaign(database.db, campaign, { ...campaign, state: 'done', endedAt: clock() })
  await database.transaction(commit)
  expect(await reminded()).toEqual([])
})

test('without days nobody is reminded', async () => {
  const { clock, run, reminded } = await setup([])
  clock.forward(days(99))
  await run()
  expect(await reminded()).toEqual([])
})
