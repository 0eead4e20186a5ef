import { expect, test } from 'vitest'
import { type DirectoryOptions, makeDirectory } from '#domain/directory/make-directory.ts'
import { demo } from '../../../emulator/demo-world.ts'
import { catalog, factsOf, outcomeOf, requirements } from '../../support/microsoft.ts'
import { aToken, json, openServer } from './odd-server.ts'

/** Valid answers that the emulator never gives, part by part. */

const tenantId = '5a60f7b3-0000-4000-8000-000000000004'
const setId = 'account-actions'
const requirement = requirements.find((one) => one.setId === setId)
const clientId = requirement?.clientId ?? ''
const role = catalog.sets
  .flatMap((set) => set.settings)
  .find((setting) => setting.id === 'password-administrator')
const roleTemplateId = role?.kind === 'directoryRole' ? role.roleTemplateId : ''
const principalId = '4d4d4d4d-0000-4000-8000-000000000001'

interface PartAnswer {
  status?: number
  body: unknown
}
const list = (...value: unknown[]): PartAnswer => ({ body: { value } })
const refused = (status: number, code: string): PartAnswer => ({
  status,
  body: { error: { code, message: 'x' } },
})

/** Reads one set of a tenant with the given answers per part; all other parts are empty lists. */
async function readWith(answers: Record<string, PartAnswer>, options: Partial<DirectoryOptions> = {}) {
  const server = await openServer((request, response) => {
    if (request.url?.includes('/oauth2/')) return json(response, 200, aToken)
    const ids = [
      'principals:0',
      `assignments:${setId}`,
      `grants:${setId}`,
      `groups:${setId}`,
      'organization',
      'skus',
    ]
    const responses = [...ids, `role:${roleTemplateId}`].map((id) => {
      const { status = 200, body } = answers[id] ?? list()
      return { id, status, headers: {}, body }
    })
    json(response, 200, { responses })
  })
  const directory = makeDirectory({
    loginBaseUrl: server.url,
    graphBaseUrl: server.url,
    homeTenantId: demo.homeTenantId,
    reader: demo.reader,
    clock: () => new Date('2026-03-01T08:00:00.000Z'),
    sleep: async () => {},
    ...options,
  })
  try {
    return await directory.readTenant(tenantId, requirement ? [requirement] : [])
  } finally {
    await directory.close()
  }
}

const principal = { id: principalId, appId: clientId }
const installed = { 'principals:0': list(principal) }

test('an app that the list of principals lacks, while its own lists answer, is not certain', async () => {
  expect(outcomeOf(await readWith({}), setId)).toBe('readsDisagree')
})

test('an app that nothing finds is not installed', async () => {
  const gone = refused(404, 'Request_ResourceNotFound')
  const read = await readWith({ [`assignments:${setId}`]: gone, [`grants:${setId}`]: gone })
  expect(factsOf(read, setId)).not.toHaveProperty('servicePrincipal')
})

test('an app whose lists may not be read is not certain, whether the list of principals has it or not', async () => {
  const gone = refused(404, 'Request_ResourceNotFound')
  const hidden = refused(403, 'Authorization_RequestDenied')
  for (const [assignments, grants] of [
    [hidden, gone],
    [gone, hidden],
  ] as const) {
    const answers = { [`assignments:${setId}`]: assignments, [`grants:${setId}`]: grants }
    expect(outcomeOf(await readWith(answers), setId)).toBe('readerRightMissing')
  }
  const answers = { ...installed, [`grants:${setId}`]: hidden }
  expect(outcomeOf(await readWith(answers), setId)).toBe('readerRightMissing')
})

test('switches that are absent, null or said to be off count as on', async () => {
  const enabled = { id: principalId, accountEnabled: true, isDisabled: false }
  const silent = { accountEnabled: null, isDisabled: null, disabledByMicrosoftStatus: null }
  for (const said of [
    {},
    silent,
    { disabledByMicrosoftStatus: 'NotDisabled' },
    { disabledByMicrosoftStatus: 'notDisabled' },
    { disabledByMicrosoftStatus: '' },
  ]) {
    const read = await readWith({ 'principals:0': list({ ...principal, ...said }) })
    expect(factsOf(read, setId).servicePrincipal).toEqual(enabled)
  }
})

const otherId = '4d4d4d4d-0000-4000-8000-00000000ffff'
const listsOf = (rows: PartAnswer) => ({ [`assignments:${setId}`]: rows, [`grants:${setId}`]: rows })
const gone = refused(404, 'Request_ResourceNotFound')
const page = (rest: object): PartAnswer => ({ body: { value: [], ...rest } })

/** Answers that say nothing: they must neither grant nor take anything away. */
const saysNothing: [name: string, answers: Record<string, PartAnswer>][] = [
  ['a 404 of a proxy', listsOf({ status: 404, body: '<html>404</html>' })],
  ['a 404 without a body', listsOf({ status: 404, body: null })],
  ['a 404 of another service', listsOf(refused(404, 'UnknownError'))],
  ['a 404 of the tenant', listsOf(refused(404, 'TenantNotFound'))],
  ['a 404 of one list only', { [`assignments:${setId}`]: gone, [`grants:${setId}`]: refused(404, 'x') }],
  ['a 400 that says not found', listsOf(refused(400, 'Request_ResourceNotFound'))],
  ['a 403 that says not found', listsOf(refused(403, 'Request_ResourceNotFound'))],
  ['a 410 that says not found', listsOf(refused(410, 'Request_ResourceNotFound'))],
  ['a redirect', listsOf({ status: 302, body: null })],
  ['no content', listsOf({ status: 204, body: null })],
  ['not modified', listsOf({ status: 304, body: null })],
  ['an error with status 200', listsOf({ body: { error: { code: 'Request_ResourceNotFound' } } })],
  ['a text', listsOf({ body: 'eyJ2YWx1ZSI6W119' })],
  ['a bare list', listsOf({ body: [] })],
  ['an object of old Graph', listsOf({ body: { d: { results: [] } } })],
  ['rows that are none', listsOf({ body: { value: [null] } })],
  ['a list that is none', listsOf({ body: { value: {} } })],
  ['a next link that is null', listsOf(page({ '@odata.nextLink': null }))],
  ['an empty next link', listsOf(page({ '@odata.nextLink': '' }))],
  ['a part of the content', listsOf({ status: 206, body: { value: [] } })],
  ['accepted for later', listsOf({ status: 202, body: { value: [] } })],
  ['the copy of a proxy', listsOf({ status: 203, body: { value: [] } })],
  ['an error beside the rows', listsOf(page({ error: { code: 'UnknownError', message: 'x' } }))],
  ['a next link of OData 4.01', listsOf(page({ '@nextLink': 'https://graph.example.com/v1.0/x' }))],
  ['a next link of old Graph', listsOf(page({ 'odata.nextLink': 'directoryObjects/$/x?$skiptoken=1' }))],
  [
    'a consent of a kind that is not known',
    { [`grants:${setId}`]: list({ consentType: 'unknownFutureValue', resourceId: 'R-2', scope: 'A.Read' }) },
  ],
  ['a relative next link', listsOf(page({ '@odata.nextLink': '/v1.0/x?$skiptoken=1' }))],
  ['a next link elsewhere', listsOf(page({ '@odata.nextLink': 'https://graph.example.com/v1.0/x' }))],
]

test.each(saysNothing)('%s leaves a set unread', async (_name, answers) => {
  expect(outcomeOf(await readWith({ ...installed, ...answers }), setId)).not.toBe('ok')
  expect(outcomeOf(await readWith(answers), setId)).not.toBe('ok')
})

test.each([
  ['an API that was not asked for', list(principal, { id: otherId, appId: otherId })],
  ['two objects of one app', list(principal, { id: otherId, appId: clientId })],
  ['an object without an ID', list({ appId: clientId })],
  ['a page that leads to itself', page({ '@odata.nextLink': 'x' })],
  ['a 404', gone],
])('of the list of principals, %s leaves the tenant unread', async (_name, principals) => {
  const read = await readWith({ ...listsOf(list()), 'principals:0': principals })
  expect(read.connection).toBe('failed')
})

test('default access is no permission', async () => {
  const row = {
    appRoleId: '00000000-0000-0000-0000-000000000000',
    resourceId: 'r',
    resourceDisplayName: 'API',
  }
  const read = await readWith({ ...installed, [`assignments:${setId}`]: list(row) })
  expect(factsOf(read, setId).appRoles).toEqual([])
})

test('grants on an API that was removed, or that nobody asked for, keep what is known of them', async () => {
  const rows = [
    { appRoleId: 'A-1', resourceId: null, resourceDisplayName: null },
    { appRoleId: 'A-2', resourceId: 'R-2', resourceDisplayName: 'Some API' },
  ]
  const scopes = [
    { consentType: 'AllPrincipals', resourceId: 'R-2', scope: ' Some.Read  Other.Read ' },
    { consentType: 'AllPrincipals', resourceId: 'R-3', scope: null },
  ]
  const read = await readWith({
    ...installed,
    [`assignments:${setId}`]: list(...rows, ...rows),
    [`grants:${setId}`]: list(...scopes),
  })
  expect(factsOf(read, setId)).toMatchObject({
    appRoles: [
      { appRoleId: 'a-1', resourceName: '' },
      { appRoleId: 'a-2', resourceName: 'Some API' },
    ],
    scopes: [{ value: 'Some.Read' }, { value: 'Other.Read' }],
  })
})

test('the consent of all people counts however its kind is written, that of one person never', async () => {
  const scopesOf = async (consentType: string) => {
    const row = { consentType, resourceId: null, scope: 'Some.Read' }
    return factsOf(await readWith({ ...installed, [`grants:${setId}`]: list(row) }), setId).scopes
  }
  for (const all of ['AllPrincipals', 'allPrincipals', 'ALLPRINCIPALS'])
    expect(await scopesOf(all), all).toEqual([{ value: 'Some.Read' }])
  for (const one of ['Principal', 'principal']) expect(await scopesOf(one), one).toEqual([])
})

test('a role for a part of the tenant, of another app or of another kind is not the role', async () => {
  const row = { principalId, roleDefinitionId: roleTemplateId, directoryScopeId: '/' }
  const held = async (changed: object) => {
    const read = await readWith({ ...installed, [`role:${roleTemplateId}`]: list({ ...row, ...changed }) })
    const { directoryRoles } = factsOf(read, setId)
    return directoryRoles.read ? directoryRoles.value.length : directoryRoles.outcome.name
  }
  expect(await held({})).toBe(1)
  expect(await held({ directoryScopeId: '/administrativeUnits/1' })).toBe(0)
  expect(await held({ directoryScopeId: null })).toBe(0)
  expect(await held({ principalId: 'another' })).toBe(0)
  expect(await held({ roleDefinitionId: 'another' })).toBe(0)
})

test('a tenant without verified domains has a name and no domain', async () => {
  const name = async (row: object) => {
    const read = await readWith({ ...installed, organization: list(row) })
    return read.connection === 'ok' && read.organization.read ? read.organization.value : undefined
  }
  expect(await name({ displayName: 'Contoso' })).toEqual({ displayName: 'Contoso', defaultDomain: '' })
  const verifiedDomains = [{ name: 'a.example' }, { name: 'B.example', isDefault: true }]
  expect(await name({ displayName: null, verifiedDomains })).toEqual({
    displayName: '',
    defaultDomain: 'b.example',
  })
  expect(await name({ verifiedDomains: [{ name: 'a.example' }] })).toMatchObject({
    defaultDomain: 'a.example',
  })
})

test('the token that replaces a refused one is the one that is sent', async () => {
  let tokens = 0
  const server = await openServer((request, response) => {
    if (request.url?.includes('/oauth2/')) {
      tokens += 1
      return json(response, 200, { ...aToken, access_token: `token-${tokens}` })
    }
    if (request.headers.authorization !== 'Bearer token-2') return json(response, 401, {})
    json(response, 200, { responses: [{ id: 'organization', status: 200, body: { value: [{}] } }] })
  })
  const directory = makeDirectory({
    loginBaseUrl: server.url,
    graphBaseUrl: server.url,
    homeTenantId: demo.homeTenantId,
    reader: demo.reader,
    clock: () => new Date('2026-03-01T08:00:00.000Z'),
  })
  expect(outcomeOf(await directory.readTenant(tenantId, []))).toBe('ok')
  expect(tokens).toBe(2)
  await directory.close()
})

test('an entry of the audit log about another object names nobody', async () => {
  const entry = (by: string, ...ids: (string | null)[]) => ({
    activityDateTime: '2026-03-01T07:59:00Z',
    activityDisplayName: 'Update service principal',
    initiatedBy: { user: { userPrincipalName: by } },
    targetResources: ids.map((id) => ({ id, modifiedProperties: [] })),
  })
  const value = [
    entry('theirs', otherId),
    entry('ours', otherId, principalId.toUpperCase()),
    entry('unsaid', null),
  ]
  const server = await openServer((request, response) =>
    json(response, 200, request.url?.includes('/oauth2/') ? aToken : { value }),
  )
  const directory = makeDirectory({
    loginBaseUrl: server.url,
    graphBaseUrl: server.url,
    homeTenantId: demo.homeTenantId,
    reader: demo.reader,
    clock: () => new Date('2026-03-01T08:00:00.000Z'),
  })
  const read = await directory.readChanges(tenantId, { objectId: principalId, since: new Date(0) })
  await directory.close()
  expect(read.read && read.value.map(({ by }) => by)).toEqual(['ours', 'unsaid'])
})
