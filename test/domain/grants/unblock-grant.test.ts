import { expect, test } from 'vitest'
import { blockGrant } from '#domain/grants/block-grant.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { unblockGrant } from '#domain/grants/unblock-grant.ts'
import { hours } from '#platform/base/time.ts'
import { alice, bob, openWorld, plainSet } from '../requests/setup.ts'

test('while nobody knows what a set requires, lifting its block needs a second person', async () => {
  const { deps, db, clock, tenantIds } = await openWorld()
  const [tenantId = ''] = tenantIds
  const order = async (by: typeof alice) => {
    const { version = 0 } = (await findGrant(db, tenantId, plainSet)) ?? {}
    return { tenantId, setId: plainSet, version, by: { ...by, roles: ['approver'] as const } }
  }
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
