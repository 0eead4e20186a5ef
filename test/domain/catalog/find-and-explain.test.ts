import { describe, expect, test } from 'vitest'
import { explainPermission } from '#domain/catalog/explain.ts'
import { appsOfSet, findApps, findPermissions, findSets } from '#domain/catalog/find.ts'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import {
  requirementFromCatalog,
  requirementFromRegistration,
  requirementVersion,
} from '#domain/catalog/requirement.ts'
import { foldText } from '#platform/text/fold-text.ts'

const catalog = await loadCatalog()
const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id)
const setOf = (id: string) => {
  const set = catalog.sets.find((each) => each.id === id)
  if (!set) throw new Error(id)
  return set
}

describe('sets', () => {
  const rows: [text: string, found: string[]][] = [
    ['directory-data', ['directory-data']],
    ['Read directory data', ['directory-data']],
    ['  read   DIRECTORY data ', ['directory-data']],
    ['Directory data', ['directory-data']],
    ['User, device and activity', ['user-device-activity']],
    ['Labels and protected content', ['protected-content']],
    ['posture', ['saas-posture']],
    ['account', ['account-actions']],
    ['data', ['directory-data', 'user-device-activity', 'account-actions', 'saas-posture']],
    ['nobody', []],
    ['', []],
    ['   ', []],
  ]
  for (const [text, found] of rows) {
    test(`"${text}" finds ${found.length}`, () => {
      expect(ids(findSets(catalog, text))).toEqual(found)
    })
  }

  test('an exact name wins over a part of others', () => {
    expect(ids(findSets(catalog, 'Activity data'))).toEqual(['user-device-activity'])
  })
})

describe('apps', () => {
  const rows: [text: string, found: string[]][] = [
    ['CREM', ['risk-insights']],
    ['crem', ['risk-insights']],
    ['Attack Surface Risk Management', ['risk-insights']],
    ['ASRM', ['risk-insights']],
    ['Email Asset Inventory', ['email-account-inventory']],
    ['Email and Collaboration Sensor', ['email-account-inventory']],
    ['ZTSA', ['zero-trust-secure-access']],
    ['XDR Data Explorer', ['search']],
    ['OAT', ['observed-attack-techniques']],
    ['Workbench', ['workbench']],
    ['ＣＲＥＭ', ['risk-insights']],
    ['security', ['mobile-security', 'phishing-simulation-assessment', 'identity-security']],
  ]
  for (const [text, found] of rows) {
    test(`"${text}" finds ${found}`, () => {
      expect(ids(findApps(catalog, text)).toSorted()).toEqual(found.toSorted())
    })
  }

  test('of a set stand in its order', () => {
    const set = setOf('directory-data')
    expect(ids(appsOfSet(catalog, set))).toEqual(set.apps)
  })
})

describe('permissions', () => {
  test('by value, by GUID and by a part, once for each set', () => {
    const sets = (text: string) => findPermissions(catalog, text).map(({ set }) => set.id)
    expect(sets('Directory.Read.All')).toEqual(['directory-data', 'user-device-activity'])
    expect(sets('7AB1D382-F21E-4ACD-A863-BA3E13F7DA61')).toEqual(['directory-data', 'user-device-activity'])
    expect(sets('place.read')).toEqual(['user-device-activity'])
    expect(sets('Nothing.Read')).toEqual([])
  })

  test('are explained with every set and app that needs them', () => {
    const [one, ...more] = explainPermission(catalog, 'Directory.Read.All')
    expect(more).toEqual([])
    expect(one).toMatchObject({
      value: 'Directory.Read.All',
      api: 'Microsoft Graph',
      type: 'application',
      tier: 2,
      allows: 'See the whole directory',
    })
    expect(one?.neededBy.map(({ setId }) => setId)).toEqual(['directory-data', 'user-device-activity'])
    expect(one?.neededBy[0]?.apps.map(({ name }) => name)).toContain('Mobile Security')
    for (const { reason, without } of one?.neededBy ?? []) expect([reason, without]).not.toContain('')
  })

  test('one entry for each API and type that share a name', () => {
    const found = explainPermission(catalog, 'User.Read.All')
    expect(found.map(({ api, type }) => `${api} ${type}`).toSorted()).toEqual([
      'Microsoft Graph application',
      'Office 365 Exchange Online application',
    ])
  })

  test('that no set requires are known by what they allow', () => {
    const found = explainPermission(catalog, 'roleManagement.readwrite.DIRECTORY')
    expect(found.map(({ type, tier, neededBy }) => ({ type, tier, neededBy }))).toContainEqual({
      type: 'application',
      tier: 0,
      neededBy: [],
    })
    expect(found[0]).not.toHaveProperty('privileged')
  })

  test('a known name wins over a required one of which it is a part', () => {
    const found = explainPermission(catalog, 'Mail.Send')
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ value, neededBy }) => value === 'Mail.Send' && neededBy.length === 0)).toBe(true)
  })

  test('a part finds what is required; nonsense finds nothing', () => {
    expect(explainPermission(catalog, 'Place').map(({ value }) => value)).toEqual(['Place.Read.All'])
    expect(explainPermission(catalog, 'Nothing.Read')).toEqual([])
    expect(explainPermission(catalog, '')).toEqual([])
  })

  test('the worst tier of any set counts', () => {
    const [first] = catalog.sets
    if (!first) throw new Error('no set')
    const worse = {
      ...first,
      id: 'worse',
      permissions: first.permissions.map((one) => ({ ...one, tier: 0 as const })),
    }
    expect(
      explainPermission({ ...catalog, sets: [...catalog.sets, worse] }, 'Directory.Read.All')[0]?.tier,
    ).toBe(0)
  })
})

test('names are compared without case, width and runs of blanks', () => {
  expect(foldText('  Ｒｉｓｋ \t Insights ')).toBe('risk insights')
})

describe('a requirement', () => {
  const clientId = 'ABCDEF00-0000-4000-8000-00000000000A'
  const set = setOf('directory-data')

  test('of the catalog names permissions and settings of the set', () => {
    const requirement = requirementFromCatalog(setOf('account-actions'), clientId)
    expect(requirement).toMatchObject({
      setId: 'account-actions',
      clientId: clientId.toLowerCase(),
      source: 'catalog',
    })
    expect(requirement.permissions).toHaveLength(3)
    expect(requirement.settings).toHaveLength(1)
  })

  const registered = set.permissions.map(({ resourceAppId, type, id }) => {
    return { resourceAppId: resourceAppId.toUpperCase(), type, id: id.toUpperCase() }
  })

  test('of the same registration has the same version, in whatever order and case', () => {
    const live = requirementFromRegistration(set, clientId.toLowerCase(), [
      ...registered.toReversed(),
      ...registered,
    ])
    const own = requirementFromCatalog(set, clientId)
    expect(live.version).toBe(own.version)
    expect(live.permissions.toReversed()).toEqual(own.permissions)
    expect(live.source).toBe('registration')
  })

  test('gets another version exactly when another consent is needed', () => {
    const version = requirementVersion(clientId, set.permissions.map(permissionKey))
    expect(requirementVersion(clientId, set.permissions.slice(1).map(permissionKey))).not.toBe(version)
    expect(requirementVersion('another', set.permissions.map(permissionKey))).not.toBe(version)
    const reworded = {
      ...set,
      permissions: set.permissions.map((one) => ({ ...one, reason: 'Other words' })),
    }
    expect(requirementFromCatalog(reworded, clientId).version).toBe(version)
  })

  test('of a registration that asks for more keeps what nobody explains', () => {
    const graph = '00000003-0000-0000-c000-000000000000'
    const known = {
      resourceAppId: graph,
      type: 'application' as const,
      id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
    }
    const nameless = {
      resourceAppId: graph,
      type: 'delegated' as const,
      id: '99999999-0000-4000-8000-000000000001',
    }
    const { permissions } = requirementFromRegistration(set, clientId, [known, nameless])
    expect(permissions).toEqual([
      {
        ...known,
        api: 'Microsoft Graph',
        value: 'RoleManagement.ReadWrite.Directory',
        tier: 0,
        tierSource: 'tiering',
        reason: 'Change directory role assignments',
        without: '',
        knowledge: 'nameOnly',
      },
      {
        ...nameless,
        api: 'Microsoft Graph',
        value: nameless.id,
        tier: 0,
        reason: '',
        without: '',
        knowledge: 'none',
      },
    ])
  })

  test('of an empty registration is empty', () => {
    expect(requirementFromRegistration(set, clientId, []).permissions).toEqual([])
  })
})
