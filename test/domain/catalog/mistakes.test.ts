import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { loadCatalog, parseCatalog } from '#domain/catalog/load-catalog.ts'

const text = readFileSync(new URL('../../../bot/domain/catalog/catalog.json', import.meta.url), 'utf8')
// biome-ignore lint/suspicious/noExplicitAny: the sample is damaged in ways that no type allows
type Sample = any

/** The errors of the default catalog after one change. */
function mistakesOf(
  change: (catalog: Sample) => void,
): readonly { path: string; problem: string; remedy: string }[] {
  const catalog = JSON.parse(text)
  change(catalog)
  try {
    parseCatalog(JSON.stringify(catalog), 'my-catalog.json')
  } catch (error) {
    if (error instanceof CatalogError) return error.mistakes
    throw error
  }
  return []
}

const set = (catalog: Sample, index = 0) => catalog.sets[index]
const permission = (catalog: Sample, index = 0) => set(catalog).permissions[index]

/** Of SecurityEvents.Read.All, whose API has ended. */
const ending = (catalog: Sample) => set(catalog, 1).permissions.find((each: Sample) => each.retires)
const at = '$.sets[1].permissions[9].retires'
/** Of full_access_as_app, which needs more before it ends. */
const needing = (catalog: Sample) => set(catalog, 4).permissions.find((each: Sample) => each.retires)
const byHand = (catalog: Sample) => set(catalog, 4).settings.find((each: Sample) => each.kind === 'byHand')

const shape: [name: string, change: (catalog: Sample) => void, path: string, problem: RegExp][] = [
  ['a field is missing', (c) => delete c.suite, '$.suite', /^is missing$/],
  [
    'a field of a permission is missing',
    (c) => delete permission(c, 2).reason,
    '$.sets[0].permissions[2].reason',
    /^is missing$/,
  ],
  ['a field is misspelt', (c) => (c.apps[3].purpos = 'x'), '$.apps[3]', /^has unknown names: purpos$/],
  [
    'a field of a set is unknown',
    (c) => (set(c, 4).colour = 'red'),
    '$.sets[4]',
    /^has unknown names: colour$/,
  ],
  ['a text is a number', (c) => (c.apps[0].name = 5), '$.apps[0].name', /^is 5$/],
  ['a truth is a text', (c) => (c.apps[0].manualSync = 'no'), '$.apps[0].manualSync', /^is "no"$/],
  ['a list is a text', (c) => (set(c).apps = 'search'), '$.sets[0].apps', /^is "search"$/],
  ['the version is a half', (c) => (c.version = 1.5), '$.version', /^is 1\.5$/],
  ['the version is zero', (c) => (c.version = 0), '$.version', /too small.*0/],
  ['the longest opening has no unit', (c) => (set(c).openFor = { max: '8' }), '$.sets[0].openFor.max', /./],
  ['the longest opening is nothing', (c) => (set(c).openFor = { max: '0h' }), '$.sets[0].openFor.max', /./],
  ['openFor says no max', (c) => (set(c).openFor = {}), '$.sets[0].openFor.max', /./],
  ['the limit is zero', (c) => (c.apps[0].tenantLimit = 0), '$.apps[0].tenantLimit', /too small.*0/],
  ['no apps', (c) => (c.apps = []), '$.apps', /too small/],
  ['no permissions', (c) => (set(c, 1).permissions = []), '$.sets[1].permissions', /too small/],
  ['a text is too long', (c) => (c.suite = 'x'.repeat(121)), '$.suite', /too long: "x{56}…$/],
  [
    'a text of two lines',
    (c) => (permission(c).reason = 'a\nb'),
    '$.sets[0].permissions[0].reason',
    /^can't be "a\\nb"$/,
  ],
  ['a text that is blank', (c) => (c.suite = ' '), '$.suite', /^can't be " "$/],
  ['an id with capitals', (c) => (set(c).id = 'Directory'), '$.sets[0].id', /^can't be "Directory"$/],
  [
    'a GUID that is none',
    (c) => (permission(c).id = 'nope'),
    '$.sets[0].permissions[0].id',
    /^can't be "nope"$/,
  ],
  [
    'an API that is no GUID',
    (c) => (permission(c).resourceAppId = 'Graph'),
    '$.sets[0].permissions[0].resourceAppId',
    /^can't be "Graph"$/,
  ],
  [
    'a name with a blank',
    (c) => (permission(c).value = 'A B'),
    '$.sets[0].permissions[0].value',
    /^can't be "A B"$/,
  ],
  [
    'a type that is none',
    (c) => (permission(c).type = 'Role'),
    '$.sets[0].permissions[0].type',
    /^is "Role"$/,
  ],
  ['an end without its source', (c) => delete ending(c).retires.source, `${at}.source`, /^is missing$/],
  ['an end without its day', (c) => delete ending(c).retires.date, `${at}.date`, /^is missing$/],
  [
    'an end on a day that is none',
    (c) => (ending(c).retires.date = '15 October 2026'),
    `${at}.date`,
    /^can't be "15 October 2026"$/,
  ],
  [
    'an end whose source is no address',
    (c) => (ending(c).retires.source = 'javascript:alert(1)'),
    `${at}.source`,
    /^can't be "javascript:alert\(1\)"$/,
  ],
  [
    'an end whose source could end a link',
    (c) => (ending(c).retires.source = 'https://x.example/a)b'),
    `${at}.source`,
    /^can't be /,
  ],
  [
    'an end that also needs nothing',
    (c) => (ending(c).retires.alsoNeeds = { from: '2026-01-01' }),
    `${at}.alsoNeeds.what`,
    /^is missing$/,
  ],
  [
    'a setting by hand that is never asked for again',
    (c) => delete byHand(c).askAgainDays,
    '$.sets[4].settings[1].askAgainDays',
    /^is missing$/,
  ],
  ['a tier that is none', (c) => (permission(c).tier = 3), '$.sets[0].permissions[0].tier', /^is 3$/],
  [
    'a setting of an unknown kind',
    (c) => (set(c, 2).settings[0].kind = 'magic'),
    '$.sets[2].settings[0].kind',
    /unknown kind/,
  ],
  [
    'a plan in lower case',
    (c) => (set(c, 1).settings[0].plans[0] = 'aad'),
    '$.sets[1].settings[0].plans[0]',
    /^can't be "aad"$/,
  ],
  [
    'a former client id that is no GUID',
    (c) => (set(c).formerClientIds = ['old']),
    '$.sets[0].formerClientIds[0]',
    /^can't be "old"$/,
  ],
  [
    'six former client ids',
    (c) => (set(c).formerClientIds = Array.from({ length: 6 }, () => '5f5f5f5f-0000-4000-8000-000000000001')),
    '$.sets[0].formerClientIds',
    /too big|too many|too long/i,
  ],
  [
    'a role that is no GUID',
    (c) => (set(c, 2).settings[0].roleTemplateId = 'x'),
    '$.sets[2].settings[0].roleTemplateId',
    /^can't be "x"$/,
  ],
]

const former = '5f5f5f5f-0000-4000-8000-000000000001'

const crossed: [name: string, change: (catalog: Sample) => void, path: string, problem: RegExp][] = [
  [
    'an app that there is not',
    (c) => set(c).apps.push('nobody'),
    '$.sets[0].apps[4]',
    /^"nobody" isn't an app/,
  ],
  [
    'an app twice in a set',
    (c) => set(c).apps.push('mobile-security'),
    '$.sets[0].apps[4]',
    /^"mobile-security" is listed twice$/,
  ],
  [
    'a setting for an app of another set',
    (c) => set(c, 2).settings[0].apps.push('mobile-security'),
    `$.sets[2].settings[0].apps[${JSON.parse(text).sets[2].settings[0].apps.length}]`,
    /^"mobile-security" isn't an app/,
  ],
  [
    'a former client id twice',
    (c) => (set(c).formerClientIds = [former, former.toUpperCase()]),
    '$.sets[0].formerClientIds[1]',
    /is listed twice$/,
  ],
  [
    'a former client id that is an API',
    (c) => (set(c).formerClientIds = [former, permission(c).resourceAppId]),
    '$.sets[0].formerClientIds[1]',
    /is an API that a set requires$/,
  ],
  [
    'two sets of one id',
    (c) => (set(c, 1).id = 'directory-data'),
    '$.sets[1]',
    /^"directory-data" already names \$\.sets\[0\]$/,
  ],
  [
    'two sets of one name, but for case and blanks',
    (c) => (set(c, 1).name = 'READ  Directory data'),
    '$.sets[1]',
    /already names \$\.sets\[0\]/,
  ],
  [
    'an alias that is the name of another set',
    (c) => set(c, 1).aliases.push('Read directory data'),
    '$.sets[1]',
    /already names/,
  ],
  [
    'two apps with one former name',
    (c) => c.apps[0].aliases.push('CREM'),
    '$.apps[4]',
    /^"crem" already names \$\.apps\[0\]$/,
  ],
  [
    'two settings of one id',
    (c) => set(c, 2).settings.push(set(c, 2).settings[0]),
    '$.sets[2].settings[1]',
    /already names/,
  ],
  [
    'an end on a day that no calendar has',
    (c) => (ending(c).retires.date = '2026-02-30'),
    `${at}.date`,
    /^2026-02-30 isn't a day of the calendar$/,
  ],
  [
    'more is needed only when it has ended',
    (c) => (needing(c).retires.alsoNeeds.from = '2027-04-01'),
    '$.sets[4].permissions[13].retires.alsoNeeds.from',
    /^2027-04-01 isn't before 2027-04-01$/,
  ],
  [
    'a setting by hand until a day that no calendar has',
    (c) => (byHand(c).until = '2027-04-31'),
    '$.sets[4].settings[1].until',
    /^2027-04-31 isn't a day of the calendar$/,
  ],
  [
    'a permission twice in a set',
    (c) => set(c).permissions.push(permission(c)),
    '$.sets[0].permissions[4]',
    /listed twice/,
  ],
  [
    'the GUID of another permission',
    (c) => (permission(c).id = permission(c, 1).id),
    '$.sets[0].permissions[0].id',
    /^this GUID is Group\.Read\.All, not Directory\.Read\.All$/,
  ],
  [
    'a mistyped GUID',
    (c) => (permission(c).id = permission(c).id.replace('7ab1', '7ab2')),
    '$.sets[0].permissions[0].id',
    /has another GUID$/,
  ],
  [
    'the type of the twin',
    (c) => (permission(c, 1).type = 'delegated'),
    '$.sets[0].permissions[1].id',
    /^Group\.Read\.All \(delegated\) of this API has another GUID$/,
  ],
  [
    'one unpublished permission with two names',
    (c) => {
      Object.assign(permission(c), { value: 'Own.Read', id: '99999999-0000-4000-8000-000000000001' })
      const other = set(c, 1).permissions[0]
      Object.assign(other, { value: 'Own.Write', id: '99999999-0000-4000-8000-000000000001' })
    },
    '$.sets[1].permissions[0]',
    /is called Own\.Read of Microsoft Graph elsewhere/,
  ],
  [
    'one permission with two API names',
    (c) => (permission(c).api = 'Graph'),
    '$.sets[1].permissions[0]',
    /is called Directory\.Read\.All of Graph elsewhere/,
  ],
]

describe('a mistake in a catalog', () => {
  for (const [name, change, path, problem] of [...shape, ...crossed]) {
    test(`${name}: the message names place, mistake and remedy`, () => {
      const mistakes = mistakesOf(change)
      const found = mistakes.find((one) => one.path === path)
      expect(found, JSON.stringify(mistakes)).toBeDefined()
      expect(found?.problem).toMatch(problem)
      expect(found?.remedy.length).toBeGreaterThan(3)
    })
  }

  test('that is spread over the file is told at once, with the file', () => {
    const catalog = JSON.parse(text)
    delete catalog.suite
    catalog.version = 'one'
    catalog.sets[0].permissions[0].tier = 9
    const load = () => parseCatalog(JSON.stringify(catalog), '/etc/grantkeeper/my-catalog.json')
    expect(load).toThrow(CatalogError)
    expect(load).toThrow(
      [
        "The catalog /etc/grantkeeper/my-catalog.json can't be used:",
        '  $.version: is "one". Use a value of type number.',
        '  $.suite: is missing. Add it (string).',
        '  $.sets[0].permissions[0].tier: is 9. Use one of 0, 1, 2.',
      ].join('\n'),
    )
  })

  test('the remedy for a GUID names the right one', () => {
    const [mistake] = mistakesOf((c) => (permission(c).id = permission(c).id.replace('7ab1', '7ab2')))
    expect(mistake?.remedy).toContain('7ab1d382-f21e-4acd-a863-ba3e13f7da61')
  })

  test('a permission that nobody has published is taken as it is', () => {
    const own = { value: 'Own.Read', id: '99999999-0000-4000-8000-000000000001' }
    expect(mistakesOf((c) => Object.assign(permission(c), own))).toEqual([])
  })

  test('GUIDs may be written in capitals; they come out in lower case', () => {
    const catalog = JSON.parse(text)
    permission(catalog).id = permission(catalog).id.toUpperCase()
    permission(catalog).resourceAppId = permission(catalog).resourceAppId.toUpperCase()
    const [first] = parseCatalog(JSON.stringify(catalog), 'x').sets
    expect(first?.permissions[0]).toMatchObject({
      id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
      resourceAppId: '00000003-0000-0000-c000-000000000000',
    })
  })
})

describe('a file', () => {
  async function fileWith(content: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-catalog-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const file = join(folder, 'catalog.json')
    await writeFile(file, content)
    return file
  }

  test('of one’s own is loaded in place of the default', async () => {
    const catalog = JSON.parse(text)
    catalog.suite = 'Another suite'
    expect((await loadCatalog(await fileWith(JSON.stringify(catalog)))).suite).toBe('Another suite')
  })

  test('may begin with a byte order mark', async () => {
    expect((await loadCatalog(await fileWith(`\uFEFF${text}`))).sets).toHaveLength(5)
  })

  test('that is not there', async () => {
    await expect(loadCatalog('/nowhere/catalog.json')).rejects.toThrow(
      "The catalog /nowhere/catalog.json can't be used:\n  $: the file can't be read (ENOENT). Check the path and the permissions.",
    )
  })

  test('that is a folder', async () => {
    await expect(loadCatalog(tmpdir())).rejects.toThrow("the file can't be read (EISDIR)")
  })

  test('that is no JSON, empty, or JSON of another kind', async () => {
    await expect(loadCatalog(await fileWith('{"version": 1,'))).rejects.toThrow(
      /\$: the file isn't JSON \(.+\)\. Open it/,
    )
    await expect(loadCatalog(await fileWith(''))).rejects.toThrow("the file isn't JSON")
    await expect(loadCatalog(await fileWith('[]'))).rejects.toThrow('$: is []')
    await expect(loadCatalog(await fileWith('null'))).rejects.toThrow(CatalogError)
  })
})
