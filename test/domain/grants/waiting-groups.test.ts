import { describe, expect, test } from 'vitest'
import { findGroup, groupWaiting } from '#domain/grants/waiting-groups.ts'
import type { WaitingSet } from '#domain/grants/waiting-store.ts'
import type { Finding } from '#domain/status/status.ts'

const finding = (given: Partial<Finding> = {}): Finding => ({
  code: 'PERMISSIONS_NEW',
  who: 'privilegedRoleAdministrator',
  ...given,
})
const row = (tenantId: string, given: Partial<WaitingSet> = {}): WaitingSet => ({
  tenantId,
  name: `Tenant ${tenantId}`,
  state: 'connected',
  setId: 'one',
  status: 'updateRequired',
  finding: finding(),
  ...given,
})
const shapeOf = (rows: readonly WaitingSet[]) =>
  groupWaiting(rows).map(({ who, code, setId, setting, tenants }) => ({
    key: [who, code, setId, setting].filter(Boolean).join(' '),
    tenants: tenants.map(({ id }) => id).join(''),
  }))

describe('what waits is grouped', () => {
  test('by person, cause, and set, in the order of the worst tenant of each', () => {
    const other = finding({ code: 'APP_DISABLED_BY_ADMIN', who: 'cloudApplicationAdministrator' })
    expect(
      shapeOf([
        row('a', { finding: other, status: 'error' }),
        row('a', { setId: 'two' }),
        row('b'),
        row('c', { setId: 'two' }),
        row('d', { finding: finding({ who: 'publisher' }) }),
      ]),
    ).toEqual([
      { key: 'cloudApplicationAdministrator APP_DISABLED_BY_ADMIN one', tenants: 'a' },
      { key: 'privilegedRoleAdministrator PERMISSIONS_NEW two', tenants: 'ac' },
      { key: 'privilegedRoleAdministrator PERMISSIONS_NEW one', tenants: 'b' },
      { key: 'publisher PERMISSIONS_NEW one', tenants: 'd' },
    ])
  })

  test.each(['CONNECTION_LOST', 'READ_FAILED', 'READ_TOO_OLD', 'NEVER_READ'] as const)(
    '%s is about the tenant, so it counts once for all its sets',
    (code) => {
      const rows = ['one', 'two'].map((setId) => row('a', { setId, finding: finding({ code }) }))
      expect(shapeOf([...rows, row('b', { finding: finding({ code }) })])).toEqual([
        { key: `privilegedRoleAdministrator ${code}`, tenants: 'ab' },
      ])
    },
  )

  test('a tenant that lost its connection waits for that alone, whatever its sets last had', () => {
    expect(shapeOf([row('a', { state: 'lost' }), row('a', { state: 'lost', setId: 'two' })])).toEqual([
      { key: 'privilegedRoleAdministrator CONNECTION_LOST', tenants: 'a' },
    ])
  })

  test('damaged rows wait for the admin who runs the bot', () => {
    expect(shapeOf([row('a', { finding: undefined })])).toEqual([{ key: 'operator', tenants: 'a' }])
  })

  test('a setting is named where all lack the same one', () => {
    const lacks = (name: string) => finding({ code: 'SETTING_MISSING', facts: { setting: 'x', name } })
    const same = [row('a', { finding: lacks('P1') }), row('b', { finding: lacks('P1') })]
    expect(shapeOf(same)[0]?.key).toBe('privilegedRoleAdministrator SETTING_MISSING one P1')
    expect(shapeOf([...same, row('c', { finding: lacks('P2') })])[0]?.key).toBe(
      'privilegedRoleAdministrator SETTING_MISSING one',
    )
  })

  test('a group is found again by its key, and only by all of it', () => {
    const rows = [row('a'), row('b', { setId: 'two' })]
    const key = { who: 'privilegedRoleAdministrator', code: 'PERMISSIONS_NEW', setId: 'two' }
    expect(findGroup(rows, key)?.tenants).toEqual([{ id: 'b', name: 'Tenant b' }])
    for (const wrong of [
      { ...key, who: 'operator' },
      { ...key, code: undefined },
      { ...key, setId: undefined },
    ])
      expect(findGroup(rows, wrong)).toBeUndefined()
  })
})
