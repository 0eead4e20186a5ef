import { describe, expect, test } from 'vitest'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import { applyFacts, viewOfSet } from '#domain/status/apply-facts.ts'
import { findGaps } from '#domain/status/compare-permissions.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { hours } from '#platform/base/time.ts'
import { demo } from '../../../emulator/demo-world.ts'
import {
  recreateApp,
  removeApp,
  revokeAccess,
  setAppEnabled,
  setDisabledByMicrosoft,
} from '../../../emulator/world/change-apps.ts'
import { getRegistration } from '../../../emulator/world/change-registrations.ts'
import {
  addDirectoryRole,
  makeSku,
  removeDirectoryRole,
  setLicence,
} from '../../../emulator/world/change-tenants.ts'
import { changePrincipal } from '../../../emulator/world/directory.ts'
import { GRAPH, permissionNamed, roleTemplateId } from '../../../emulator/world/permissions.ts'
import { changeDirectory } from '../../../emulator/world/tenants.ts'
import {
  catalog,
  clientIdOf,
  factsOf,
  openMicrosoft,
  outcomeOf,
  requirements,
  setIds,
} from '../../support/microsoft.ts'

const requirementOf = (setId: string) => {
  const found = requirements.find((one) => one.setId === setId)
  if (!found) throw new Error(setId)
  return found
}

describe('requests', () => {
  test('cold: one token and one batch; warm: one batch; for a tenant with five sets', async () => {
    const microsoft = await openMicrosoft()
    const cold = await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
    expect(setIds.map((setId) => outcomeOf(cold, setId))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    const warm = await microsoft.read('adatum.com')
    expect(microsoft.requests()).toEqual(['batch 200'])
    expect(warm).toEqual(cold)
    expect(microsoft.slept).toEqual([])
    expect(microsoft.events.map(({ service, status }) => [service, status])).toEqual([
      ['login', 200],
      ['graph', 200],
      ['graph', 200],
    ])
  })

  test('the batch holds at most 20 parts, all of them reads, each with its own id', async () => {
    const microsoft = await openMicrosoft()
    await microsoft.read('adatum.com')
    const parts = microsoft.entries().at(-1)?.parts ?? []
    expect(parts.length).toBeLessThanOrEqual(20)
    expect(new Set(parts.map(({ id }) => id)).size).toBe(parts.length)
    expect(parts.filter(({ method, status }) => method !== 'GET' || status !== 200)).toEqual([])
  })

  test('former apps of every set: still one request, and whether they are there stands in the parts of before', async () => {
    const microsoft = await openMicrosoft()
    const countOf = async (formerOfEach: number): Promise<number> => {
      const asked = requirements.map((one, set) => {
        const ids = Array.from(
          { length: formerOfEach },
          (_, n) => `5f5f5f5f-0000-4000-8000-0000000000${set}${n}`,
        )
        return { ...one, ...(ids.length > 0 && { formerClientIds: ids }) }
      })
      await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, asked)
      const batches = microsoft.entries().filter((entry) => entry.parts)
      expect(batches).toHaveLength(1)
      const parts = batches[0]?.parts?.length ?? 0
      process.stdout.write(
        `${requirements.length} sets with ${formerOfEach} former apps each: ${parts} parts per tenant\n`,
      )
      expect(parts).toBeLessThanOrEqual(20)
      return parts
    }
    const without = await countOf(0)
    expect(await countOf(1)).toBeLessThanOrEqual(without + 1)
    expect(await countOf(5)).toBeLessThanOrEqual(without + 2)
  })

  test('eight sets without settings still fit into one batch', async () => {
    const microsoft = await openMicrosoft()
    const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => ({
      ...requirementOf('directory-data'),
      setId: `set-${n}`,
      clientId: `2b2b2b2b-0000-4000-8000-00000000001${n}`,
    }))
    const read = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, eight)
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
    expect(read).toMatchObject({ connection: 'ok', sets: { 'set-7': { read: true } } })
  })

  test('more sets than fit are read with more batches and none is lost', async () => {
    const microsoft = await openMicrosoft()
    const twelve = Array.from({ length: 12 }, (_, n) => ({
      ...requirementOf('account-actions'),
      setId: `set-${n}`,
    }))
    const read = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, twelve)
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200', 'batch 200'])
    expect(twelve.map(({ setId }) => outcomeOf(read, setId))).toEqual(twelve.map(() => 'ok'))
  })

  test('service principals are asked for fifteen at a time', async () => {
    const microsoft = await openMicrosoft()
    const six = requirementOf('directory-data')
    const twenty = Array.from({ length: 20 }, (_, n) => {
      return { ...six, setId: `set-${n}`, clientId: `2b2b2b2b-0000-4000-8000-0000000000${n + 10}` }
    })
    const read = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, twenty)
    expect(outcomeOf(read, 'set-19')).toBe('ok')
    const lists = microsoft
      .entries()
      .flatMap(({ parts = [] }) => parts)
      .filter(({ id }) => id.startsWith('principals:'))
      .map(({ url }) => url.match(/'[0-9a-f-]{36}'/g)?.length)
    expect(lists).toEqual([15, 6])
  })

  test('no set at all: the tenant is read for its name', async () => {
    const microsoft = await openMicrosoft()
    const read = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, [])
    expect(read).toMatchObject({ connection: 'ok', organization: { read: true }, sets: {} })
    microsoft.fault('part', { kind: 'status', status: 403 }, { path: '/organization' })
    const refused = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, [])
    expect(outcomeOf(refused)).toBe('failed: readerRightMissing')
  })

  test('the read is as old as the moment before its first request', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'status', status: 503, retryAfter: '5' }, { times: 1 })
    const before = microsoft.clock.now()
    expect((await microsoft.read('adatum.com')).at).toEqual(before)
    expect(microsoft.clock.now()).not.toEqual(before)
  })
})

describe('facts', () => {
  test('name and default domain of the tenant', async () => {
    const microsoft = await openMicrosoft()
    const read = await microsoft.read('contoso.com')
    expect(read).toMatchObject({
      organization: { read: true, value: { displayName: 'Contoso Ltd', defaultDomain: 'contoso.com' } },
    })
  })

  test('every required permission of a granted tenant, all GUIDs in lower case', async () => {
    const microsoft = await openMicrosoft()
    const read = await microsoft.read('adatum.com')
    for (const requirement of requirements) {
      const facts = factsOf(read, requirement.setId)
      expect(findGaps(requirement.permissions, facts)).toEqual([])
      expect(JSON.stringify(facts)).not.toMatch(/[0-9A-F]{8}-[0-9A-F]{4}-4/)
    }
  })

  test('a revoked permission is gone, and nothing else', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    revokeAccess(microsoft.world, tenant, clientIdOf('directory-data'), permissionNamed('Group.Read.All'))
    revokeAccess(microsoft.world, tenant, clientIdOf('directory-data'), permissionNamed('User.Read', 'Scope'))
    const facts = factsOf(await microsoft.read('adatum.com'), 'directory-data')
    const gaps = findGaps(requirementOf('directory-data').permissions, facts)
    expect(gaps.map(({ value }) => value).toSorted()).toEqual(['Group.Read.All', 'User.Read'])
  })

  test('an app that is not installed has no principal and no grants', async () => {
    const microsoft = await openMicrosoft()
    const facts = factsOf(await microsoft.read('proseware.com'), 'protected-content')
    expect(facts).toMatchObject({ appRoles: [], scopes: [], directoryRoles: { read: true, value: [] } })
    expect(facts).not.toHaveProperty('servicePrincipal')
    expect(facts.resources).toContain(GRAPH)
    expect(facts.resources).not.toContain('870c4f2e-85b6-4d43-bdda-6ed9a579b725')
  })

  test('switches of admin, publisher and Microsoft', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    const appId = clientIdOf('account-actions')
    const principal = async () =>
      factsOf(await microsoft.read('adatum.com'), 'account-actions').servicePrincipal
    const { id } = (await principal()) ?? {}
    expect(await principal()).toEqual({ id, accountEnabled: true, isDisabled: false })
    setAppEnabled(microsoft.world, tenant, appId, false)
    expect(await principal()).toEqual({ id, accountEnabled: false, isDisabled: false })
    setAppEnabled(microsoft.world, tenant, appId, true)
    setDisabledByMicrosoft(microsoft.world, tenant, appId, 'DisabledDueToViolationOfServicesAgreement')
    expect(await principal()).toEqual({
      id,
      accountEnabled: true,
      isDisabled: false,
      disabledByMicrosoft: 'DisabledDueToViolationOfServicesAgreement',
    })
    setDisabledByMicrosoft(microsoft.world, tenant, appId, undefined)
    getRegistration(microsoft.world, appId).isDisabled = true
    expect(await principal()).toEqual({ id, accountEnabled: true, isDisabled: true })
  })

  test('an app that was deleted and made again is read under its new object id', async () => {
    const microsoft = await openMicrosoft()
    const before = factsOf(await microsoft.read('adatum.com'), 'account-actions')
    recreateApp(
      microsoft.world,
      microsoft.tenant('adatum.com'),
      getRegistration(microsoft.world, clientIdOf('account-actions')),
    )
    const after = factsOf(await microsoft.read('adatum.com'), 'account-actions')
    expect(after.servicePrincipal?.id).not.toBe(before.servicePrincipal?.id)
    expect(findGaps(requirementOf('account-actions').permissions, after)).toEqual([])
    removeApp(microsoft.world, microsoft.tenant('adatum.com'), clientIdOf('account-actions'))
    expect(factsOf(await microsoft.read('adatum.com'), 'account-actions')).not.toHaveProperty(
      'servicePrincipal',
    )
  })

  test("a user's own consent is not tenant-wide", async () => {
    const microsoft = await openMicrosoft()
    changeDirectory(
      microsoft.world,
      microsoft.tenant('adatum.com'),
      changePrincipal(clientIdOf('directory-data'), (now) => ({
        ...now,
        scopes: now.scopes.map((grant) => ({
          ...grant,
          principalId: '99999999-0000-4000-8000-000000000009',
        })),
      })),
    )
    expect(factsOf(await microsoft.read('adatum.com'), 'directory-data').scopes).toEqual([])
  })

  test('a directory role held directly, through a group, and not at all', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('northwindtraders.com')
    const role = roleTemplateId('Password Administrator')
    const roles = async () =>
      factsOf(await microsoft.read('northwindtraders.com'), 'account-actions').directoryRoles
    expect(await roles()).toEqual({ read: true, value: [] })
    addDirectoryRole(microsoft.world, tenant, clientIdOf('account-actions'), role, 'group')
    expect(await roles()).toEqual({ read: true, value: [{ roleTemplateId: role, via: 'group' }] })
    removeDirectoryRole(microsoft.world, tenant, clientIdOf('account-actions'), role)
    addDirectoryRole(microsoft.world, tenant, clientIdOf('account-actions'), role, 'direct')
    expect(await roles()).toEqual({ read: true, value: [{ roleTemplateId: role, via: 'direct' }] })
  })

  test('only plans that are provisioned in a subscription that counts', async () => {
    const microsoft = await openMicrosoft()
    const tenant = microsoft.tenant('adatum.com')
    const plans = async () => {
      const { servicePlans } = factsOf(await microsoft.read('adatum.com'), 'user-device-activity')
      return servicePlans.read ? servicePlans.value : servicePlans.outcome.name
    }
    setLicence(tenant, 'p1')
    expect(await plans()).toContain('AAD_PREMIUM')
    setLicence(tenant, 'suspended')
    expect(await plans()).toEqual([])
    const [plan] = makeSku('AAD_PREMIUM', ['AAD_PREMIUM']).plans
    const sku = makeSku('AAD_PREMIUM', ['AAD_PREMIUM'], 'Warning')
    tenant.skus = [sku]
    expect(await plans()).toEqual(['AAD_PREMIUM'])
    tenant.skus = [{ ...sku, plans: plan ? [{ ...plan, provisioningStatus: 'PendingActivation' }] : [] }]
    expect(await plans()).toEqual([])
  })

  test('a set without settings asks for none of them', async () => {
    const microsoft = await openMicrosoft()
    const only = [requirementOf('directory-data')]
    const read = await microsoft.directory.readTenant(microsoft.tenant('adatum.com').id, only)
    expect(factsOf(read, 'directory-data')).toMatchObject({
      directoryRoles: { read: false, outcome: { name: 'notAsked' } },
      servicePlans: { read: false, outcome: { name: 'notAsked' } },
    })
    const parts = microsoft.entries().at(-1)?.parts ?? []
    expect(parts.some(({ url }) => /subscribedSkus|roleManagement|transitiveMemberOf/.test(url))).toBe(false)
  })

  for (const kind of ['upperCase', 'oddScopes', 'unknownProperties'] as const) {
    test(`${kind} in the answers changes nothing`, async () => {
      const microsoft = await openMicrosoft()
      const plain = await microsoft.read('adatum.com')
      microsoft.fault('graph', { kind })
      microsoft.fault('part', { kind })
      // Only the digest differs, because it is case-sensitive.
      expect({ ...(await microsoft.read('adatum.com')), digest: '' }).toEqual({ ...plain, digest: '' })
    })
  }

  test('replicas that disagree about an app leave its set unread', async () => {
    const microsoft = await openMicrosoft()
    // One replica, which lists the principals, lacks the app; another returns its own lists.
    microsoft.fault(
      'part',
      { kind: 'status', status: 404 },
      { path: `${clientIdOf('account-actions')}')/appRole` },
    )
    const read = await microsoft.read('adatum.com')
    expect(outcomeOf(read, 'account-actions')).toBe('objectNotFound')
    expect(outcomeOf(read, 'saas-posture')).toBe('ok')
  })
})

test('what the demo shows without any history is what Entra holds', async () => {
  const microsoft = await openMicrosoft()
  const tellsItself = new Set(['granted', 'settingsRequired', 'notGranted'])
  let compared = 0
  for (const { id, domain, sets } of demo.tenants) {
    const read = await microsoft.directory.readTenant(id, requirements)
    for (const requirement of requirements) {
      const expected = sets[requirement.setId]?.status ?? ''
      const view = viewOfSet(read, requirement.setId)
      if (!tellsItself.has(expected) || !view) continue
      const memory = applyFacts({}, requirement, view)
      const { status } = evaluateStatus({ requirement, memory, now: read.at, maxAgeMs: hours(24) })
      expect(`${domain} ${requirement.setId} ${status}`).toBe(`${domain} ${requirement.setId} ${expected}`)
      compared += 1
    }
  }
  expect(compared).toBeGreaterThan(30)
})

test('the requirements of the catalog are what the demo registers', async () => {
  const microsoft = await openMicrosoft()
  const read = await microsoft.directory.readRegistrations(requirements.map(({ clientId }) => clientId))
  if (!read.read) throw new Error(read.outcome.name)
  for (const { clientId, permissions } of requirements) {
    const registered = read.value[clientId]?.requiredResourceAccess.map(permissionKey)
    expect(registered?.toSorted()).toEqual(permissions.map(permissionKey).toSorted())
  }
  expect(catalog.sets).toHaveLength(5)
})
