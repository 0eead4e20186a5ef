import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { knownNames, knownPermissions, namePermissions } from '#domain/catalog/known-permissions.ts'
import { loadCatalog, parseCatalog } from '#domain/catalog/load-catalog.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import { runs } from '../../support/runs.ts'

const read = (name: string): string =>
  readFileSync(new URL(`../../../bot/domain/catalog/${name}`, import.meta.url), 'utf8')
const schema = JSON.parse(read('catalog.schema.json'))
const sample = () => JSON.parse(read('catalog.json'))
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)
const catalog = await loadCatalog()

describe('the catalog of the reference suite', () => {
  test('fits its published schema and the loader', () => {
    expect(validate(sample()), JSON.stringify(validate.errors)).toBe(true)
    const parsed = parseCatalog(read('catalog.json'), 'catalog.json')
    expect(catalog).toEqual({ ...parsed, changedAt: expect.any(Date) })
  })

  test('has five sets with 4, 18, 3, 5 and 20 permissions, ten apps', () => {
    expect(catalog.sets.map(({ id, permissions }) => [id, permissions.length])).toEqual([
      ['directory-data', 4],
      ['user-device-activity', 18],
      ['account-actions', 3],
      ['protected-content', 5],
      ['saas-posture', 20],
    ])
    expect(catalog.apps).toHaveLength(10)
  })

  test('carries the rules as data of the apps', () => {
    expect(catalog.apps.filter(({ tenantLimit }) => tenantLimit !== undefined).map(({ id }) => id)).toEqual([
      'mobile-security',
    ])
    expect(catalog.apps.find(({ id }) => id === 'mobile-security')?.tenantLimit).toBe(1)
    expect(catalog.apps.filter(({ manualSync }) => !manualSync).map(({ id }) => id)).toEqual([
      'risk-insights',
      'email-account-inventory',
    ])
  })

  test('names the settings that the suite needs', () => {
    const settings = catalog.sets.flatMap((set) =>
      set.settings.map(({ kind, name }) => `${set.id}: ${kind} ${name}`),
    )
    expect(settings).toEqual([
      'user-device-activity: servicePlan Microsoft Entra ID P1 or P2',
      'account-actions: directoryRole Password Administrator role',
      'saas-posture: directoryRole Global Reader role',
      'saas-posture: byHand Exchange Web Services allowed for this app',
    ])
  })

  test('says which APIs end or are a preview, on what day, and where that stands', () => {
    const told = catalog.sets.flatMap(({ permissions }) =>
      permissions.flatMap(({ value, retires, preview }) =>
        retires ? [[value, retires.alsoNeeds?.from, retires.date]] : preview ? [[value, 'preview']] : [],
      ),
    )
    expect(told).toEqual([
      ['SecurityEvents.Read.All', undefined, '2026-10-15'],
      ['InformationProtectionPolicy.Read.All', 'preview'],
      ['full_access_as_app', '2026-10-01', '2027-04-01'],
    ])
    const sources = catalog.sets
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ retires, preview }) => retires?.source ?? preview?.source ?? [])
    for (const source of sources)
      expect(new URL(source).hostname).toMatch(/^(learn|techcommunity)\.microsoft\.com$/)
  })

  test('every permission is a published one, under its GUID, type and name, with its tier', () => {
    for (const permission of catalog.sets.flatMap(({ permissions }) => permissions)) {
      const known = knownNames.byKey(permissionKey(permission))
      expect(known, permission.value).toMatchObject({
        value: permission.value,
        api: permission.api,
        tier: permission.tier,
        tierSource: permission.tierSource,
      })
    }
  })

  test('a path to power is tier 0 in every family, under the GUID of the published lists, with a source', () => {
    for (const [id, value] of [
      ['dd199f4a-f148-40a4-a2ec-f0069cc799ec', 'RoleAssignmentSchedule.ReadWrite.Directory'],
      ['fee28b28-e1f3-4841-818e-2704dc62245f', 'RoleEligibilitySchedule.ReadWrite.Directory'],
      ['31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad', 'RoleManagementPolicy.ReadWrite.Directory'],
      ['854d9ab1-6657-4ec8-be45-823027bcd009', 'PrivilegedAccess.ReadWrite.AzureAD'],
      ['618b6020-bca8-4de6-99f6-ef445fa4d857', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
      ['9acd699f-1e81-4958-b001-93b1d2506e19', 'EntitlementManagement.ReadWrite.All'],
      ['5eb59dd3-1da2-4329-8733-9dabdc435916', 'AdministrativeUnit.ReadWrite.All'],
      ['292d869f-3427-49a8-9dab-8c70152b74e9', 'Organization.ReadWrite.All'],
      ['9b50c33d-700f-43b1-b2eb-87e89b703581', 'Synchronization.ReadWrite.All'],
      ['9241abd9-d0e6-425a-bd4f-47ba86e767a4', 'DeviceManagementConfiguration.ReadWrite.All'],
      ['9255e99d-faf5-445e-bbf7-cb71482737c4', 'DeviceManagementScripts.ReadWrite.All'],
      ['3011c876-62b7-4ada-afa2-506cbbecc68c', 'User.EnableDisableAccount.All'],
      ['cc117bb9-00cf-4eb8-b580-ea2a878fe8f7', 'User-PasswordProfile.ReadWrite.All'],
    ] as const) {
      const resourceAppId = '00000003-0000-0000-c000-000000000000'
      const known = knownNames.byKey(permissionKey({ resourceAppId, type: 'application', id }))
      expect(known, value).toMatchObject({ value, tier: 0, tierSource: 'tiering', privileged: true })
      const twin = knownNames.byValue(resourceAppId, 'delegated', value)
      expect(twin, value).toMatchObject({ tierSource: 'ours', privileged: true })
    }
    expect(knownPermissions.filter(({ tierSource }) => tierSource === undefined)).toEqual([])
    expect(knownPermissions.filter(({ tier, privileged }) => tier === 0 && !privileged)).toEqual([])
  })

  test('says of every permission what for and what is lost, in a line of its own', () => {
    for (const { value, reason, without } of catalog.sets.flatMap(({ permissions }) => permissions)) {
      for (const text of [reason, without]) {
        expect(text.length, value).toBeGreaterThan(10)
        expect(text, value).not.toMatch(/[.!]$/)
      }
      expect(reason).not.toBe(without)
    }
  })

  test('the set that writes holds the two paths to Global Administrator', () => {
    const set = catalog.sets.find(({ id }) => id === 'account-actions')
    const worst = set?.permissions.filter(({ tier }) => tier === 0).map(({ value }) => value)
    expect(worst).toEqual(['User.ReadWrite.All', 'Directory.ReadWrite.All'])
  })

  test('every app is in a set, and every set has apps', () => {
    const used = new Set(catalog.sets.flatMap(({ apps }) => apps))
    expect([...used].toSorted()).toEqual(catalog.apps.map(({ id }) => id).toSorted())
  })
})

describe('the schema and the loader judge alike', () => {
  /** Whether the loader accepts the value; unlike the schema, it also runs the cross-check. */
  function loads(value: unknown): boolean {
    try {
      parseCatalog(JSON.stringify(value), 'sample.json')
      return true
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error
      return false
    }
  }

  const kinds = [
    'string',
    'number',
    'boolean',
    'null',
    'array',
    'object',
    'absent',
    'extra',
    'long',
    'blank',
    'line',
  ] as const
  const damaged = (kind: (typeof kinds)[number], old: unknown): unknown => {
    const values: Record<string, unknown> = {
      string: 'Some Text',
      number: 7.5,
      boolean: true,
      null: null,
      array: [],
      object: {},
    }
    if (kind === 'long') return 'x'.repeat(700)
    if (kind === 'blank') return ` ${old} `
    if (kind === 'line') return `${old}\nsecond`
    return kind in values ? values[kind] : old
  }

  /** Damages a copy at one place, counted depth-first. */
  function damage(root: unknown, place: number, kind: (typeof kinds)[number]): unknown {
    let count = 0
    const visit = (node: unknown): unknown => {
      if (Array.isArray(node)) return node.map(visit)
      if (typeof node !== 'object' || node === null) return node
      const entries = Object.entries(node).flatMap(([key, value]): [string, unknown][] => {
        count += 1
        if (count - 1 !== place) return [[key, visit(value)]]
        if (kind === 'absent') return []
        if (kind === 'extra')
          return [
            [key, value],
            [`${key}X`, value],
          ]
        return [[key, damaged(kind, value)]]
      })
      return Object.fromEntries(entries)
    }
    return visit(root)
  }

  const small = () => {
    const whole = sample()
    const sets = whole.sets
      .slice(1, 3)
      .map((set: { permissions: unknown[] }) => ({ ...set, permissions: set.permissions.slice(0, 2) }))
    return { ...whole, sets }
  }

  test('of a whole file', () => {
    expect([loads(small()), validate(small())]).toEqual([true, true])
  })

  test('of a file with one place spoilt', () => {
    fc.assert(
      fc.property(fc.nat({ max: 140 }), fc.constantFrom(...kinds), (place, kind) => {
        const value = damage(small(), place, kind)
        const byShape = validate(value)
        // The cross-check may reject what the schema accepts, never the reverse.
        if (loads(value)) expect(byShape, `${place} ${kind}`).toBe(true)
        if (!byShape) expect(loads(value), `${place} ${kind}`).toBe(false)
      }),
      runs(300),
    )
  })
})

describe('the known permissions', () => {
  test('are found by key and by value; GUIDs repeat between types and APIs', () => {
    const graph = '00000003-0000-0000-c000-000000000000'
    const exchange = '00000002-0000-0ff1-ce00-000000000000'
    const id = '810c84a8-4a9e-49e6-bf7d-12d183f40d01'
    expect(knownNames.byKey(`${graph}/application/${id}`)?.api).toBe('Microsoft Graph')
    expect(knownNames.byKey(`${exchange}/application/${id}`)?.api).toBe('Office 365 Exchange Online')
    expect(knownNames.byKey(`${graph}/delegated/${id}`)).toBeUndefined()
    expect(knownNames.byValue(graph.toUpperCase(), 'application', 'Mail.Read')?.id).toBe(id)
    expect(knownNames.byValue(graph, 'application', 'mail.read')).toBeUndefined()
    expect(knownNames.api(graph)).toBe('Microsoft Graph')
    expect(knownNames.api('nobody')).toBeUndefined()
  })

  test('hold each permission once, in lower case', () => {
    const keys = knownPermissions.map(permissionKey)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThan(200)
    for (const { resourceAppId, id, api } of knownPermissions) {
      expect(resourceAppId + id).toBe((resourceAppId + id).toLowerCase())
      expect(api).not.toBe(resourceAppId)
    }
  })

  test('are completed by the catalog, and a published name wins', () => {
    const [set] = catalog.sets
    const [first] = set?.permissions ?? []
    if (!set || !first) throw new Error('no sample')
    const own = { ...first, id: '99999999-0000-4000-8000-000000000001', value: 'Own.Read', tier: 1 as const }
    const names = namePermissions({
      ...catalog,
      sets: [{ ...set, permissions: [{ ...first, value: 'Other' }, own] }],
    })
    expect(names.byKey(permissionKey(first))?.value).toBe(first.value)
    expect(names.byKey(permissionKey(own))).toMatchObject({
      value: 'Own.Read',
      privileged: true,
      allows: own.reason,
    })
    expect(names.all).toHaveLength(knownNames.all.length + 1)
  })
})
