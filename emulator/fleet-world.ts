import { makeClock, type VirtualClock } from './clock.ts'
import rows from './data/demo.json' with { type: 'json' }
import { registerApps } from './demo-registrations.ts'
import { addPeople, demo } from './demo-world.ts'
import { makeGuid } from './guid.ts'
import { licences, withRole } from './world/change-tenants.ts'
import { makePrincipal, principalOf, withGrants } from './world/directory.ts'
import { apiName, apis, roleTemplateId } from './world/permissions.ts'
import { makeEmptyWorld, makeTenant } from './world/tenants.ts'
import type { Directory, LazyTenants, Registration, ServicePrincipal, Tenant, World } from './world/types.ts'

const quarterMs = 90 * 86_400_000
/** In the order of the index, and different from its start, which is what a card shows of an id. */
const idOf = (index: number): string =>
  `${(0x6f000000 + index).toString(16)}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

/** Tenant ids of `makeFleetWorld(count)`, in order. */
export const fleetTenantIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => idOf(index))

/**
 * The demo's publisher and `count` customers, each connected and with all five sets granted. A tenant is made when it is
 * first requested (about 0.1 ms), so that 5,000 of them cost nothing at startup.
 */
export function makeFleetWorld(
  count: number,
  options: { redirectUri?: string; clock?: VirtualClock } = {},
): World {
  const clock = options.clock ?? makeClock()
  const seed = (): World => makeFleetWorld(count, { ...options, clock })
  const world = makeEmptyWorld({ homeTenantId: demo.homeTenantId, clock, seed })
  registerApps(world, options.redirectUri ?? 'http://127.0.0.1:3978/consent/callback')
  for (const registration of world.registrations.values()) {
    rememberGrants(registration, clock.nowMs() - quarterMs)
  }
  world.lazy = fleetOf(world, count)
  const { id, displayName, domain } = rows.home
  const home = makeTenant({ id, displayName, domains: [domain] })
  const publisher = { ...home, directory: homeDirectory(world), skus: licences.p2?.() ?? [] }
  world.tenants.set(home.id, publisher)
  addPeople(world, publisher)
  return world
}

function fleetOf(world: World, count: number): LazyTenants {
  const nameShape = /^tenant-(\d+)\.example$/
  return {
    count,
    idAt: idOf,
    findIndex: (text) => {
      const named = nameShape.exec(text)?.[1]
      const index = named ? Number(named) : Number.parseInt(text.slice(-12), 16)
      const isHere = index >= 0 && index < count && (named !== undefined || text === idOf(index))
      return isHere ? index : undefined
    },
    build: (index) => buildTenant(world, index),
  }
}

function buildTenant(world: World, index: number): Tenant {
  const id = idOf(index)
  const number = String(index).padStart(4, '0')
  const tenant = makeTenant({ id, displayName: `Tenant ${number}`, domains: [`tenant-${index}.example`] })
  const apps = [demo.reader.clientId, ...Object.values(demo.sets)]
  const directory = directoryOf(world, id, apps)
  tenant.directory = Object.entries(rolesNeeded).reduce((now, [setId, role]) => {
    const principal = now.principals.get(demo.sets[setId] ?? '')
    return principal ? withRole(now, principal.id, roleTemplateId(role), 'direct') : now
  }, directory)
  tenant.skus = licences.p2?.() ?? []
  return tenant
}

const rolesNeeded = { 'account-actions': 'Password Administrator', 'saas-posture': 'Global Reader' }

function directoryOf(world: World, tenantId: string, appIds: readonly string[]): Directory {
  const owner = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
  const createdAtMs = world.clock.nowMs() - quarterMs
  const principals = new Map<string, ServicePrincipal>()
  for (const { appId } of apis) {
    const id = makeGuid(`${tenantId}/${appId}`)
    const displayName = apiName(appId) ?? appId
    principals.set(appId, makePrincipal({ id, appId, displayName, ownerTenantId: owner, createdAtMs }))
  }
  for (const appId of appIds) {
    const registration = world.registrations.get(appId)
    if (!registration) continue
    const principal = principalOf(registration, makeGuid(`${tenantId}/${appId}`), createdAtMs)
    principals.set(appId, { ...principal, ...fleetGrants.get(registration) })
  }
  return { principals, users: new Map(), groups: [], roleAssignments: [] }
}

const fleetGrants = new WeakMap<Registration, Pick<ServicePrincipal, 'roles' | 'scopes'>>()

/** Everything the app requests now. No tenant of the fleet has what it requests later. */
function rememberGrants(registration: Registration, createdAtMs: number): void {
  const nobody = principalOf(registration, '', createdAtMs)
  const { roles, scopes } = withGrants(nobody, registration.required, createdAtMs)
  fleetGrants.set(registration, { roles, scopes })
}

function homeDirectory(world: World): Directory {
  const apps = rows.apps.map((app) => app.clientId)
  return directoryOf(world, demo.homeTenantId, [demo.reader.clientId, demo.bot.clientId, ...apps])
}
