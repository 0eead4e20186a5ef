import { makeClock, type VirtualClock } from '../clock.ts'
import { makeGuid } from '../guid.ts'
import type { Directory, DirectoryChange, Settings, Tenant, World } from './types.ts'
import { WorldError } from './world-error.ts'

const defaults: Settings = {
  pageSize: 100,
  missingPrincipalCode: 7000229,
  rejectReusedAssertions: false,
  deviceCodeInterval: 5,
  deviceConsent: 'ask',
  hiddenReads: 0,
  usersCanRegister: true,
}

/** A world without tenants. */
export function makeEmptyWorld(options: {
  homeTenantId: string
  clock?: VirtualClock
  seed?: () => World
}): World {
  const world: World = {
    clock: options.clock ?? makeClock(),
    homeTenantId: options.homeTenantId,
    tenants: new Map(),
    registrations: new Map(),
    deleted: new Map(),
    unseen: new Map(),
    faults: [],
    settings: { ...defaults },
    counter: 0,
    seed: options.seed ?? (() => makeEmptyWorld(options)),
  }
  return world
}

export function makeTenant(facts: { id: string; displayName: string; domains: string[] }): Tenant {
  return {
    ...facts,
    id: facts.id.toLowerCase(),
    deleted: false,
    directory: { principals: new Map(), users: new Map(), groups: [], roleAssignments: [] },
    pending: [],
    replicationDelayMs: 0,
    flapping: false,
    readCount: 0,
    skus: [],
    audits: [],
  }
}

/** By GUID or verified domain. Also finds a deleted tenant, because the login distinguishes the two. */
export function findTenant(world: World, idOrDomain: string): Tenant | undefined {
  const key = idOrDomain.toLowerCase()
  const known = world.tenants.get(key) ?? findByDomain(world, key)
  if (known) return known
  const index = world.lazy?.findIndex(key)
  return index === undefined ? undefined : tenantAt(world, index)
}

/** Throws when there is none. */
export function getTenant(world: World, idOrDomain: string): Tenant {
  const tenant = findTenant(world, idOrDomain)
  if (!tenant) throw new WorldError(`tenant ${idOrDomain} not found`)
  return tenant
}

function findByDomain(world: World, domain: string): Tenant | undefined {
  if (!domain.includes('.')) return undefined
  for (const tenant of world.tenants.values()) if (tenant.domains.includes(domain)) return tenant
  return undefined
}

function tenantAt(world: World, index: number): Tenant | undefined {
  if (!world.lazy) return undefined
  const id = world.lazy.idAt(index)
  const tenant = world.tenants.get(id) ?? world.lazy.build(index)
  world.tenants.set(id, tenant)
  return tenant
}

/** A page of all tenants in a stable order; creates tenants of a fleet as needed. */
export function listTenants(
  world: World,
  offset: number,
  limit: number,
): { tenants: Tenant[]; total: number } {
  const lazyIds = new Set<string>()
  for (let i = 0; i < (world.lazy?.count ?? 0); i++) lazyIds.add(world.lazy?.idAt(i) ?? '')
  const named = [...world.tenants.values()].filter((tenant) => !lazyIds.has(tenant.id))
  const tenants = named.slice(offset, offset + limit)
  for (let i = Math.max(0, offset - named.length); tenants.length < limit && i < lazyIds.size; i++) {
    const tenant = tenantAt(world, i)
    if (tenant) tenants.push(tenant)
  }
  return { tenants, total: named.length + lazyIds.size }
}

/** The next ID of this world: the same in every run, different after every change. */
export function nextId(world: World, what: string): string {
  world.counter += 1
  return makeGuid(`${what}/${world.counter}`)
}

/** Makes a change; readers see it when it has propagated. */
export function changeDirectory(
  world: World,
  tenant: Tenant,
  change: DirectoryChange,
  delayMs?: number,
): void {
  const dueAtMs = world.clock.nowMs() + (delayMs ?? tenant.replicationDelayMs)
  tenant.pending.push({ dueAtMs, change })
  readDirectory(world, tenant)
}

/** The current state of a replica. Changes keep their order: none overtakes an earlier one. */
export function readDirectory(world: World, tenant: Tenant): Directory {
  while (tenant.pending[0] && tenant.pending[0].dueAtMs <= world.clock.nowMs()) {
    tenant.directory = tenant.pending[0].change(tenant.directory)
    tenant.pending.shift()
  }
  return tenant.directory
}

/** The state once every change has propagated. */
export function readFuture(world: World, tenant: Tenant): Directory {
  return tenant.pending.reduce((directory, next) => next.change(directory), readDirectory(world, tenant))
}

/** The state of the replica that answers this Graph request. */
export function readReplica(world: World, tenant: Tenant): Directory {
  tenant.readCount += 1
  if (tenant.flapping && tenant.readCount % 2 === 0) return readFuture(world, tenant)
  return readDirectory(world, tenant)
}
