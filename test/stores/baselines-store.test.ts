import { expect, test } from 'vitest'
import type { Baseline } from '#domain/baselines/baseline.ts'
import {
  hasUnconfirmed,
  insertBaselines,
  listBaselines,
  listBaselinesOf,
  saveBaseline,
} from '#domain/baselines/baselines-store.ts'
import { listUnconfirmedTenants } from '#domain/baselines/unconfirmed-store.ts'
import { insertTenant, removeTenant } from '#domain/tenants/tenants-store.ts'
import { describeStore } from './contract.ts'
import { alice, at, guid, makeTenant } from './samples.ts'

const plain: Baseline = {
  tenantId: guid(1),
  setId: 'a',
  clientId: guid(9),
  madeAt: at(1),
  first: ['api/application/role', 'api/delegated/Some.Word'],
  later: [],
}
const whole: Baseline = {
  ...plain,
  setId: 'b',
  later: [
    { id: 'x/application/y', how: 'link', at: at(2), by: alice, code: 'K7M-2QX' },
    {
      id: 'x/application/z',
      how: 'accepted',
      at: at(3),
      by: alice,
      reason: 'It is right',
      approvedBy: alice,
    },
  ],
  confirmed: { by: alice, at: at(4), approvedBy: alice },
}

describeStore('baselines', (open) => {
  test('they are read as they were written, many at once too, and outlive the tenant', async () => {
    const { db } = await open()
    await insertTenant(db, makeTenant(1))
    await insertBaselines(db, [plain, whole, { ...plain, tenantId: guid(2), first: [] }])
    const both = new Map([
      ['a', plain],
      ['b', whole],
    ])
    expect(await listBaselines(db, guid(1))).toStrictEqual(both)
    await removeTenant(db, guid(1))
    expect(await listBaselinesOf(db, [guid(1), guid(3)])).toStrictEqual(new Map([[guid(1), both]]))
    expect(await listBaselinesOf(db, [])).toEqual(new Map())
    // Of tenants on the list, within a scope.
    expect(await listUnconfirmedTenants(db, 'all', 9)).toEqual([])
    await insertTenant(db, makeTenant(1))
    expect(await listUnconfirmedTenants(db, 'all', 9)).toEqual([guid(1)])
    expect(await listUnconfirmedTenants(db, [guid(2)], 9)).toEqual([])
    await expect(insertBaselines(db, [plain])).rejects.toThrow()
  })

  test('one is replaced by the next; somebody has to look at it until it is confirmed, unless it is empty', async () => {
    const { db } = await open()
    await saveBaseline(db, { ...plain, first: [] })
    expect(await hasUnconfirmed(db, guid(1))).toBe(false)
    await saveBaseline(db, plain)
    expect(await hasUnconfirmed(db, guid(1))).toBe(true)
    expect(await hasUnconfirmed(db, guid(2))).toBe(false)
    const confirmed = { by: alice, at: at(5) }
    await saveBaseline(db, { ...plain, confirmed })
    expect(await hasUnconfirmed(db, guid(1))).toBe(false)
    expect((await listBaselines(db, guid(1))).get('a')).toStrictEqual({ ...plain, confirmed })
  })
})
