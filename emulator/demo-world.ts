import { makeClock, type VirtualClock } from './clock.ts'
import rows from './data/demo.json' with { type: 'json' }
import { accessOf, registerApps } from './demo-registrations.ts'
import { addFault, type FaultInput } from './faults.ts'
import { makeGuid } from './guid.ts'
import { setApiPresent } from './world/change-apps.ts'
import { addGroup, addUser } from './world/change-people.ts'
import { addDirectoryRole, setLicence } from './world/change-tenants.ts'
import { changePrincipal, principalOf, putPrincipal, withGrants } from './world/directory.ts'
import { type Access, apis, permissionNamed, roleTemplateId } from './world/permissions.ts'
import { changeDirectory, getTenant, makeEmptyWorld, makeTenant } from './world/tenants.ts'
import type { Tenant, World } from './world/types.ts'

/** The status that the bot should show for a set after a sync, and the history it needs for that. */
export interface DemoSetState {
  status:
    | 'blocked'
    | 'unknown'
    | 'error'
    | 'granting'
    | 'notGranted'
    | 'updateRequired'
    | 'settingsRequired'
    | 'granted'
  /** The state in Entra. */
  reality: 'granted' | 'absent'
  /** Permissions of Graph that are required and not granted. */
  without?: string[]
  disabled?: boolean
  roles?: string[]
  rolesViaGroup?: string[]
  history: {
    /** `beforeLastRequirement`: was complete before `without` was required. */
    verified?: 'all' | 'beforeLastRequirement'
    blocked?: boolean
    linkOut?: boolean
  }
}

export interface DemoTenant {
  id: string
  displayName: string
  domain: string
  /** The state of the tenant, in a sentence. */
  about: string
  /** Default p2. */
  licence?: string
  /** Is the reader app consented to? Default yes. */
  connected?: boolean
  lacksApis?: string[]
  faults?: Omit<FaultInput, 'tenantId'>[]
  sets: Record<string, DemoSetState>
}

const tenantRows = rows.tenants as unknown as DemoTenant[]

/** The demo as plain data, for the launcher and for tests. */
export const demo = {
  homeTenantId: rows.home.id,
  homeDomain: rows.home.domain,
  publisher: rows.publisher,
  reader: { clientId: rows.reader.clientId, secret: rows.reader.secret },
  bot: rows.bot,
  apiAudience: rows.apiAudience,
  siem: rows.siem,
  /** Client id of each set. */
  sets: Object.fromEntries(rows.sets.map((set) => [set.id, set.clientId])) as Record<string, string>,
  people: rows.people as {
    id: string
    name: string
    userPrincipalName: string
    role: 'approver' | 'operator' | 'viewer' | 'auditor' | 'none'
  }[],
  /** In the home tenant; the last one is nested in the one before. */
  groups: rows.groups as { id: string; displayName: string; memberIds: string[] }[],
  apps: rows.apps,
  tenants: tenantRows,
  /** They exist at Microsoft but have not been added yet. */
  otherTenants: rows.otherTenants,
}

export interface DemoOptions {
  /** Redirect URI of every registration. */
  redirectUri?: string
  clock?: VirtualClock
  /** Every tenant can be read: the state before some of them failed. */
  allReadable?: boolean
}

const defaultRedirect = 'http://127.0.0.1:3978/consent/callback'

/** The publisher with its registrations, 12 customers in all eight states, two more that are not added yet. */
export function makeDemoWorld(options: DemoOptions = {}): World {
  const clock = options.clock ?? makeClock()
  const world = makeEmptyWorld({
    homeTenantId: demo.homeTenantId,
    clock,
    seed: () => makeDemoWorld({ ...options, clock }),
  })
  registerApps(world, options.redirectUri ?? defaultRedirect)
  addHome(world)
  const readable = { connected: true, faults: [] }
  for (const row of tenantRows) addCustomer(world, { ...row, ...(options.allReadable && readable) })
  for (const { id, displayName, domain } of rows.otherTenants) {
    addPlainTenant(world, { id, displayName, domains: [domain] })
  }
  return world
}

/** A tenant with Microsoft's APIs and a premium license. */
export function addPlainTenant(
  world: World,
  facts: { id: string; displayName: string; domains: string[] },
): Tenant {
  const tenant = makeTenant(facts)
  world.tenants.set(tenant.id, tenant)
  for (const api of apis) setApiPresent(world, tenant, api.appId, true)
  setLicence(tenant, 'p2')
  return tenant
}

function addHome(world: World): void {
  const { id, displayName, domain } = rows.home
  const tenant = addPlainTenant(world, { id, displayName, domains: [domain] })
  const { reader, bot } = rows
  install(world, tenant, reader.clientId, accessOf(reader.permissions))
  install(world, tenant, bot.clientId, [])
  for (const app of [...rows.apps, rows.siem])
    install(world, tenant, app.clientId, world.registrations.get(app.clientId)?.required ?? [])
  addPeople(world, tenant)
}

/** The people of the home tenant, and its groups. */
export function addPeople(world: World, tenant: Tenant): void {
  for (const { id: userId, name, userPrincipalName } of rows.people)
    addUser(world, tenant, {
      id: userId,
      displayName: name,
      userPrincipalName,
      userType: 'Member',
      accountEnabled: true,
    })
  for (const group of rows.groups) addGroup(world, tenant, group)
}

/** Installed earlier, without an entry in the audit log. */
export function install(world: World, tenant: Tenant, appId: string, wanted: readonly Access[]): void {
  const registration = world.registrations.get(appId)
  if (!registration) throw new Error(`no registration ${appId}`)
  const createdAtMs = world.clock.nowMs() - 90 * 86_400_000
  const principal = principalOf(registration, makeGuid(`${tenant.id}/${appId}`), createdAtMs)
  changeDirectory(world, tenant, putPrincipal(withGrants(principal, wanted, createdAtMs)), 0)
}

function addCustomer(world: World, row: DemoTenant): void {
  const { id, displayName, domain } = row
  const tenant = addPlainTenant(world, {
    id,
    displayName,
    domains: [domain, `${domain.split('.')[0]}.onmicrosoft.com`],
  })
  setLicence(tenant, row.licence ?? 'p2')
  for (const appId of row.lacksApis ?? []) setApiPresent(world, tenant, appId, false)
  if (row.connected !== false) install(world, tenant, rows.reader.clientId, accessOf(rows.reader.permissions))
  for (const [setId, state] of Object.entries(row.sets)) addSet(world, tenant, setId, state)
  for (const fault of row.faults ?? []) addFault(world, { ...fault, tenantId: id })
  tenant.about = row.about
  tenant.audits = []
}

function addSet(world: World, tenant: Tenant, setId: string, state: DemoSetState): void {
  const appId = demo.sets[setId]
  if (!appId) throw new Error(`the demo has no set ${setId}`)
  if (state.reality === 'absent') return
  const missing = new Set((state.without ?? []).map((name) => permissionNamed(name).id))
  const required = world.registrations.get(appId)?.required ?? []
  install(
    world,
    tenant,
    appId,
    required.filter((access) => !missing.has(access.id)),
  )
  if (state.disabled)
    changeDirectory(
      world,
      tenant,
      changePrincipal(appId, (now) => ({ ...now, accountEnabled: false })),
    )
  for (const role of state.roles ?? []) addDirectoryRole(world, tenant, appId, roleTemplateId(role))
  for (const role of state.rolesViaGroup ?? [])
    addDirectoryRole(world, tenant, appId, roleTemplateId(role), 'group')
}

/** Tenant of the demo by its domain. Throws when there is none. */
export const demoTenant = (world: World, domain: string): Tenant => getTenant(world, domain)
