import { onTestFinished } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import type { Requirement } from '#domain/catalog/permission-set.ts'
import { requirementFromCatalog } from '#domain/catalog/requirement.ts'
import type { Directory } from '#domain/directory/directory.ts'
import { type DirectoryOptions, makeDirectory } from '#domain/directory/make-directory.ts'
import type { SetFacts, TenantRead } from '#platform/microsoft/facts.ts'
import type { RequestEvent } from '#platform/microsoft/http-client.ts'
import { makeClock, type VirtualClock } from '../../emulator/clock.ts'
import { demo, makeDemoWorld } from '../../emulator/demo-world.ts'
import { addFault, type FaultInput } from '../../emulator/faults.ts'
import type { LogEntry } from '../../emulator/request-log.ts'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import type { Effect } from '../../emulator/world/effects.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import type { Tenant, World } from '../../emulator/world/types.ts'

export const catalog = await loadCatalog()
/** The requirements of all sets of the default catalog, with the client IDs of the demo. */
export const requirements: readonly Requirement[] = catalog.sets.map((set) =>
  requirementFromCatalog(set, demo.sets[set.id] ?? ''),
)
export const setIds = requirements.map(({ setId }) => setId)
export const clientIdOf = (setId: string): string => demo.sets[setId] ?? ''

export interface Microsoft {
  world: World
  clock: VirtualClock
  url: string
  directory: Directory
  /** The bot's waits in ms, in order; nothing really sleeps. */
  slept: number[]
  /** The events of the bot's requests. */
  events: RequestEvent[]
  tenant(domain: string): Tenant
  read(domain: string, options?: { freshToken?: boolean; signal?: AbortSignal }): Promise<TenantRead>
  fault(where: FaultInput['where'], effect: Effect, rest?: Partial<FaultInput>): void
  /** The requests since the last call: `token 200`, `batch 200`, `GET /servicePrincipals… 200`. */
  requests(): string[]
  entries(): LogEntry[]
}

/** A clock that the test moves. */
const clock = makeClock({ startAt: new Date('2026-03-01T08:00:00.000Z') })
/** One for all files of a worker: it ends with the worker. */
let started: Promise<Emulator> | undefined

/** A new demo world in this worker's emulator, and a directory that reads it, for one test. */
export async function openMicrosoft(options: Partial<DirectoryOptions> = {}): Promise<Microsoft> {
  started ??= startEmulator({ world: makeDemoWorld({ clock }) })
  const emulator = await started
  const { world } = emulator
  clock.reset()
  emulator.log.clear()
  Object.assign(world, makeDemoWorld({ clock }))
  const slept: number[] = []
  const events: RequestEvent[] = []
  const directory = makeDirectory({
    loginBaseUrl: emulator.url,
    graphBaseUrl: emulator.url,
    homeTenantId: demo.homeTenantId,
    reader: demo.reader,
    clock: clock.now,
    random: () => 0,
    sleep: async (ms) => {
      slept.push(ms)
      clock.advance(ms)
    },
    onRequest: (event) => events.push(event),
    ...options,
  })
  onTestFinished(() => directory.close())
  let seen = 0
  const entries = (): LogEntry[] => {
    const fresh = emulator.log.entries({ sinceNumber: seen })
    seen = fresh.at(-1)?.number ?? seen
    return fresh
  }
  const tenant = (domain: string): Tenant => getTenant(world, domain)
  return {
    world,
    clock,
    url: emulator.url,
    directory,
    slept,
    events,
    tenant,
    entries,
    read: (domain, how) => directory.readTenant(tenant(domain).id, requirements, how),
    fault: (where, effect, rest = {}) => void addFault(world, { where, effect, ...rest }),
    requests: () => entries().map(nameOf),
  }
}

function nameOf({ service, method, path, status }: LogEntry): string {
  if (service === 'login' && path.endsWith('/oauth2/v2.0/token')) return `token ${status}`
  if (path === '/v1.0/$batch') return `batch ${status}`
  return `${method} ${path.replace(/^\/v1\.0/, '').replace(/\?.*/, '')} ${status}`
}

/** The facts of a set. @throws Error if it was not read */
export function factsOf(read: TenantRead, setId: string): SetFacts {
  if (read.connection !== 'ok') throw new Error(`not read: ${read.outcome.name}`)
  const part = read.sets[setId]
  if (!part?.read) throw new Error(`${setId} not read: ${part?.outcome.name}`)
  return part.value
}

/** The outcome name of a read, or of one set of it; `ok` if it was read. */
export function outcomeOf(read: TenantRead, setId?: string): string {
  if (read.connection !== 'ok') return `${read.connection}: ${read.outcome.name}`
  if (setId === undefined) return 'ok'
  const part = read.sets[setId]
  return part === undefined ? 'not asked' : part.read ? 'ok' : part.outcome.name
}
