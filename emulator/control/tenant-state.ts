import { holdersOf, licenceOf } from '../world/change-tenants.ts'
import { grantedAccess } from '../world/directory.ts'
import { accessKey, apis, roleName } from '../world/permissions.ts'
import { readFuture } from '../world/tenants.ts'
import type { Directory, Registration, Tenant, World } from '../world/types.ts'
import { faultState } from './fault-state.ts'
import { type NamedAccess, nameAccess } from './named-access.ts'

/** One permission of an app in a tenant: requested, granted, or both. */
export interface PermissionState extends NamedAccess {
  required: boolean
  granted: boolean
}

export interface AppState {
  clientId: string
  key: string
  displayName: string
  installed: boolean
  objectId?: string
  enabled: boolean
  disabledByMicrosoft?: string
  permissions: PermissionState[]
  roles: { name: string; via: 'direct' | 'group' }[]
}

/** The state of a tenant once all pending changes have propagated. */
export function tenantState(world: World, tenant: Tenant) {
  const directory = readFuture(world, tenant)
  const nowMs = world.clock.nowMs()
  return {
    ...tenantSummary(world, tenant),
    ...(tenant.about === undefined ? {} : { about: tenant.about }),
    flapping: tenant.flapping,
    replicationDelayMs: tenant.replicationDelayMs,
    spreading: tenant.pending.map((change) => ({ dueInMs: Math.max(0, change.dueAtMs - nowMs) })),
    apps: appsOf(world, tenant).map((registration) => appState(world, directory, registration)),
    people: peopleState(directory),
    apis: apis.map(({ appId, name }) => ({ appId, name, present: directory.principals.has(appId) })),
    faults: world.faults.filter((fault) => fault.tenantId === tenant.id).map(faultState),
    audits: tenant.audits.slice(0, 12).map(({ atMs, activity, by, targets }) => {
      const at = new Date(atMs).toISOString()
      return {
        at,
        activity,
        by: by.name,
        target: targets.at(-1)?.displayName ?? '',
        details: targets.flatMap(({ changes }) => changes.map(({ before, after }) => after ?? before ?? '')),
      }
    }),
  }
}

export type TenantState = ReturnType<typeof tenantState>

/** One line of a tenant in a list. */
export function tenantSummary(world: World, tenant: Tenant) {
  const { principals } = readFuture(world, tenant)
  const apps = appsOf(world, tenant)
  const reader = apps.find((registration) => registration.part === 'reader')
  const installed = apps.filter((one) => one.part === 'set' && principals.has(one.appId))
  return {
    id: tenant.id,
    displayName: tenant.displayName,
    domains: tenant.domains,
    isHome: tenant.id === world.homeTenantId,
    deleted: tenant.deleted,
    licence: licenceOf(tenant),
    connected: principals.get(reader?.appId ?? '')?.accountEnabled ?? false,
    sets: installed.length,
    disabled: installed.filter((one) => principals.get(one.appId)?.accountEnabled === false).length,
    spreadingCount: tenant.pending.length,
    faultCount: world.faults.filter((fault) => fault.tenantId === tenant.id).length,
  }
}

export type TenantSummary = ReturnType<typeof tenantSummary>

/** The relevant apps in a tenant: those that customers consent to and, in the home tenant, its own. */
function appsOf(world: World, tenant: Tenant): Registration[] {
  const isHome = tenant.id === world.homeTenantId
  return [...world.registrations.values()].filter((registration) => isHome || registration.part !== 'home')
}

function appState(world: World, directory: Directory, registration: Registration): AppState {
  const principal = directory.principals.get(registration.appId)
  const granted = principal ? grantedAccess(principal) : []
  const held = new Set(granted.map(accessKey))
  const required = new Set(registration.required.map(accessKey))
  const all = new Map([...registration.required, ...granted].map((access) => [accessKey(access), access]))
  const microsoft = principal?.disabledByMicrosoft
  return {
    clientId: registration.appId,
    key: registration.key,
    displayName: registration.displayName,
    installed: principal !== undefined,
    ...(principal ? { objectId: principal.id } : {}),
    enabled: principal?.accountEnabled ?? false,
    ...(microsoft ? { disabledByMicrosoft: microsoft } : {}),
    permissions: [...all].map(([key, access]) => {
      return { ...nameAccess(world, access), required: required.has(key), granted: held.has(key) }
    }),
    roles: principal ? rolesOf(directory, principal.id) : [],
  }
}

/** Accounts with their group memberships. */
function peopleState({ users, groups }: Directory) {
  return [...users.values()].map((user) => ({
    ...user,
    groups: groups
      .filter(({ roleAssignable }) => !roleAssignable)
      .map(({ id, displayName, memberIds }) => ({ id, displayName, member: memberIds.includes(user.id) })),
  }))
}

function rolesOf(directory: Directory, principalId: string): AppState['roles'] {
  const holders = holdersOf(directory, principalId)
  return directory.roleAssignments
    .filter((role) => holders.has(role.principalId))
    .map((role) => {
      const via = role.principalId === principalId ? 'direct' : 'group'
      return { name: roleName(role.roleTemplateId), via }
    })
}
