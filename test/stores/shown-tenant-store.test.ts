import { expect, test } from 'vitest'
import { hasUnconfirmed, saveBaseline } from '#domain/baselines/baselines-store.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import { insertException, updateException } from '#domain/exceptions/exceptions-store.ts'
import { insertBlock } from '#domain/grants/blocks-store.ts'
import { insertGrant, listGrants } from '#domain/grants/grants-store.ts'
import { readShownTenant } from '#domain/grants/shown-tenant-store.ts'
import { limitedApps, setsOf } from '#domain/grants/tenant-limit.ts'
import { listTenantsUsing } from '#domain/grants/used-grants-store.ts'
import { listRequirements, saveRequirement } from '#domain/requirements/requirements-store.ts'
import { getTenant, insertTenant } from '#domain/tenants/tenants-store.ts'
import type { Db } from '#platform/storage/database.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeException, makeGrant, makeTenant, wholeMemory } from './samples.ts'

/** Two apps of the first set may be used in a few tenants, one of them also in the second set. */
async function limitedCatalog(): Promise<Catalog> {
  const { apps: some, sets: found, ...rest } = await loadCatalog()
  const [first, second, ...sets] = found
  const [one, other, ...apps] = some
  if (!first || !second || !one || !other) throw new Error('Expected sets and apps')
  return {
    ...rest,
    apps: [{ ...one, tenantLimit: 2 }, { ...other, tenantLimit: 3 }, ...apps],
    sets: [{ ...first, apps: [one.id, other.id] }, { ...second, apps: [other.id] }, ...sets],
  }
}

const judged = { by: 'a list', readAt: at(1).getTime(), granted: 1 }

async function fill(db: Db, { sets }: Catalog): Promise<void> {
  const [a = '', b = '', c = ''] = sets.map(({ id }) => id)
  const whole = { ...makeTenant(1), version: 7, checkedAt: at(5) }
  for (const tenant of [whole, ...[2, 3, 4, 5].map((n) => makeTenant(n))]) await insertTenant(db, tenant)
  await insertGrant(
    db,
    makeGrant(guid(1), c, { version: 3, judged, memory: wholeMemory, lastKnown: 'granted' }),
  )
  await insertGrant(db, makeGrant(guid(1), b, { status: 'blocked' }))
  await insertBlock(db, guid(1), b, { at: at(1), by: alice })
  const { consent } = wholeMemory
  await insertGrant(db, makeGrant(guid(5), a, { usable: true, usableSince: at(1) }))
  await insertGrant(db, makeGrant(guid(4), b, { usable: true, usableSince: at(2) }))
  await insertGrant(db, makeGrant(guid(3), a, { memory: { consent } }))
  await insertGrant(db, makeGrant(guid(2), b, { memory: { consent } }))
  for (const setId of [c, a])
    await saveRequirement(db, {
      setId,
      version: 'v1',
      permissions: [],
      source: 'registration',
      readAt: at(1),
    })
  for (const id of ['two', 'one']) await insertException(db, makeException(id, { version: 4 }))
  await updateException(db, {
    ...makeException('one', { version: 4 }),
    ended: { at: at(2), because: 'expired' },
  })
  await insertException(db, makeException('elsewhere', { tenantId: guid(2) }))
  const baseline = { tenantId: guid(1), setId: a, clientId: guid(9), madeAt: at(1), later: [] }
  await saveBaseline(db, { ...baseline, first: ['api/application/role'] })
}

describeStore('what the card of a tenant shows', (open) => {
  test('is read in one statement, as each part of it by itself', async () => {
    const { db } = await open()
    const catalog = await limitedCatalog()
    await fill(db, catalog)
    for (const id of [1, 2, 5].map(guid)) {
      const shown = await readShownTenant(db, catalog, id)
      expect(shown.tenant).toStrictEqual(await getTenant(db, id))
      const grants = (await listGrants(db, id)).map(({ memory, usableSince: _, ...grant }) => ({
        ...grant,
        isBlocked: memory.blocked !== undefined,
      }))
      expect(shown.readGrants()).toStrictEqual(grants)
      expect(shown.readings).toStrictEqual(await listRequirements(db))
      expect(shown.isUnconfirmed).toBe(await hasUnconfirmed(db, id))
      for (const { app, limit } of limitedApps(catalog.apps)) {
        const sets = setsOf(catalog, app)
        for (const most of [1, limit])
          expect(shown.listUsing({ app, limit: most })).toEqual(await listTenantsUsing(db, sets, most))
      }
    }
    const { exceptions, nameOf, isUnconfirmed } = await readShownTenant(db, catalog, guid(1))
    expect(exceptions).toEqual([['two', 4]])
    expect(isUnconfirmed).toBe(true)
    expect([5, 4, 3, 2, 1].map((n) => nameOf(guid(n)))).toEqual([
      'Tenant 5',
      'Tenant 4',
      'Tenant 3',
      'Tenant 2',
      undefined,
    ])
  })

  test('is nothing of a tenant that is not there', async () => {
    const { db } = await open()
    await expect(readShownTenant(db, await loadCatalog(), guid(1))).rejects.toMatchObject({
      code: 'TENANT_UNKNOWN',
    })
  })
})
