import rows from './data/demo.json' with { type: 'json' }
import { makeGuid } from './guid.ts'
import { type Access, permissionNamed } from './world/permissions.ts'
import type { Registration, World } from './world/types.ts'

const secretLifeMs = 365 * 86_400_000

/** The permissions of a row: API, type, names. */
export function accessOf(list: readonly { api: string; type: string; values: string[] }[]): Access[] {
  return list.flatMap(({ api, type, values }) =>
    values.map((value) => {
      const { resourceAppId, id } = permissionNamed(`${api}/${value}`, type as Access['type'])
      return { resourceAppId, type: type as Access['type'], id }
    }),
  )
}

/** All registrations of the demo's publisher; the fleet uses them too. */
export function registerApps(world: World, redirectUri: string): void {
  const { reader } = rows
  const plain = { redirectUris: [redirectUri], secrets: [] as Registration['secrets'] }
  const endsAtMs = world.clock.nowMs() + secretLifeMs
  const own = { ...plain, secrets: [{ value: reader.secret, endsAtMs }] }
  register(world, {
    ...own,
    key: 'reader',
    part: 'reader',
    appId: reader.clientId,
    displayName: reader.displayName,
    required: accessOf(reader.permissions),
  })
  registerSets(world, [redirectUri])
  registerHomeApps(world, redirectUri)
}

/** The enterprise applications of the sets, to which tenants consent. */
export function registerSets(world: World, redirectUris: string[]): void {
  for (const set of rows.sets) {
    register(world, {
      redirectUris: [...redirectUris],
      secrets: [],
      key: set.id,
      part: 'set',
      appId: set.clientId,
      displayName: set.displayName,
      required: accessOf(set.permissions),
    })
  }
}

/** The bot, which is an API, and those that can call it: the associated apps, and a system that follows its events. */
function registerHomeApps(world: World, redirectUri: string): void {
  const { bot } = rows
  const plain = { redirectUris: [redirectUri], secrets: [] }
  const endsAtMs = world.clock.nowMs() + secretLifeMs
  const roles = [
    { id: rows.accessReadRoleId, value: 'Access.Read' },
    { id: rows.eventsReadRoleId, value: 'Events.Read' },
    { id: rows.historyReadRoleId, value: 'History.Read' },
  ]
  const api = { ...plain, multiTenant: false, identifierUris: [rows.apiAudience], appRoles: roles }
  register(world, {
    ...api,
    key: 'bot',
    part: 'home',
    appId: bot.clientId,
    displayName: bot.displayName,
    required: [],
  })
  const accessRead: Access = { resourceAppId: bot.clientId, type: 'Role', id: rows.accessReadRoleId }
  for (const app of rows.apps) {
    const secrets = [{ value: app.secret, endsAtMs }]
    register(world, {
      redirectUris: [],
      secrets,
      key: app.id,
      part: 'home',
      multiTenant: false,
      appId: app.clientId,
      displayName: app.name,
      required: [accessRead],
    })
  }
  const { siem } = rows
  register(world, {
    redirectUris: [],
    secrets: [{ value: siem.secret, endsAtMs }],
    key: 'siem',
    part: 'home',
    multiTenant: false,
    appId: siem.clientId,
    displayName: siem.displayName,
    required: [rows.eventsReadRoleId, rows.historyReadRoleId].map((id) => ({
      resourceAppId: bot.clientId,
      type: 'Role',
      id,
    })),
  })
}

type RegistrationFacts = Pick<
  Registration,
  'appId' | 'key' | 'part' | 'displayName' | 'required' | 'redirectUris' | 'secrets'
> &
  Partial<Registration>

export function register(world: World, facts: RegistrationFacts): void {
  world.registrations.set(facts.appId, {
    objectId: makeGuid(`application/${facts.appId}`),
    homeTenantId: world.homeTenantId,
    publisher: rows.publisher,
    verifiedPublisher: true,
    multiTenant: true,
    isDisabled: false,
    certificates: [],
    identifierUris: [],
    appRoles: [],
    ...facts,
  })
}
