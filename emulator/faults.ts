import type { Effect, Fault } from './world/effects.ts'
import { nextId } from './world/tenants.ts'
import type { World } from './world/types.ts'

export type FaultInput = Omit<Fault, 'id' | 'seen' | 'skip'> & { skip?: number }

/** Turns a fault on and returns its ID. */
export function addFault(world: World, input: FaultInput): string {
  const id = nextId(world, 'fault').slice(0, 8)
  const tenantId = input.tenantId?.toLowerCase()
  world.faults.push({ ...input, ...(tenantId ? { tenantId } : {}), skip: input.skip ?? 0, id, seen: 0 })
  return id
}

/** Removes the faults that match every given property; without a property, all. */
export function removeFaults(
  world: World,
  match: { id?: string; tenantId?: string; where?: string; everyTenant?: true } = {},
): void {
  const tenantId = match.tenantId?.toLowerCase()
  world.faults = world.faults.filter(
    (fault) =>
      (match.id !== undefined && fault.id !== match.id) ||
      (match.everyTenant && fault.tenantId !== undefined) ||
      (tenantId !== undefined && fault.tenantId !== tenantId) ||
      (match.where !== undefined && fault.where !== match.where),
  )
}

/** The effects on this request, in the order in which the faults were turned on. Counts it. */
export function strike(
  world: World,
  request: { where: Fault['where']; tenantId?: string; clientId?: string; path: string },
): Effect[] {
  if (world.faults.length === 0) return []
  const effects: Effect[] = []
  for (const fault of world.faults) {
    if (!fits(fault, request)) continue
    fault.seen += 1
    const strikes =
      fault.seen > fault.skip && fault.seen - fault.skip <= (fault.times ?? Number.POSITIVE_INFINITY)
    if (strikes) effects.push(fault.effect)
  }
  return effects
}

function fits(
  fault: Fault,
  request: { where: Fault['where']; tenantId?: string; clientId?: string; path: string },
): boolean {
  return (
    fault.where === request.where &&
    (fault.tenantId === undefined || fault.tenantId === request.tenantId) &&
    (fault.clientId === undefined || fault.clientId === request.clientId) &&
    (fault.path === undefined || request.path.includes(fault.path))
  )
}

/** The first effect of a kind. */
export function effectOf<K extends Effect['kind']>(
  effects: readonly Effect[],
  kind: K,
): Extract<Effect, { kind: K }> | undefined {
  return effects.find((effect): effect is Extract<Effect, { kind: K }> => effect.kind === kind)
}
