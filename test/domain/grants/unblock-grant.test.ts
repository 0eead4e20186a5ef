import { expect, test } from 'vitest'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { findGrant, updateGrant } from '#domain/grants/grants-store.ts'
import { unblockGrant } from '#domain/grants/unblock-grant.ts'
import { hours } from '#platform/base/time.ts'
import type { Db } from '#platform/storage/database.ts'
import { alice, bob, openWorld, plainSet } from '../requests/setup.ts'

test('while nobody knows what a set requires, lifting its block needs a second person', async () => {
  const { deps, db, clock, tenantIds } = await openWorld()
  const [tenantId = ''] = tenantIds
  const order = async (by: typeof alice) => {
    const { version = 0 } = (await findGrant(db, tenantId, plainSet)) ?? {}
    return { tenantId, setId: plainSet, version, by: { ...by, roles: ['approver'] as const } }
  }
  await setRead(db, tenantId, clock())
  await blockGrant(deps, await order(alice))
  clock.forward(hours(1))
  // No registration was ever read, so the list is empty.
  const unread = { ...deps, rules: { ...deps.rules, requirementsFrom: 'registration' as const } }
  await expect(unblockGrant(unread, await order(bob))).rejects.toMatchObject({
    code: 'APPROVAL_NEEDED',
    facts: { why: 'tierZero' },
  })
  await unblockGrant(deps, await order(bob))
  expect((await findGrant(db, tenantId, plainSet))?.memory.blocked).toBeUndefined()
})

/** The tenant was read, and has nothing: an unread one needs a second person in any case. */
async function setRead(db: Db, tenantId: string, at: Date): Promise<void> {
  const grant = await findGrant(db, tenantId, plainSet)
  if (!grant) throw new Error('Expected a grant')
  const none = { read: true, value: [] } as const
  const value = { appRoles: [], scopes: [], resources: [], directoryRoles: none, servicePlans: none }
  await updateGrant(db, grant, { ...grant, memory: { ...grant.memory, facts: { at, value } } })
}
