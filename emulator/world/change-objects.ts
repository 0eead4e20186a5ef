import type { MadeRegistration } from './made-registration.ts'
import type { Registration, World } from './types.ts'

/** What Graph makes and changes is not seen by every request at once. */

/** The next requests don't find this object yet: as many as `settings.hiddenReads` says. */
export function hide(world: World, objectId: string): void {
  if (world.settings.hiddenReads > 0) world.unseen.set(objectId, world.settings.hiddenReads)
}

/** Does this request find the object? Counts the request. */
export function isThere(world: World, objectId: string): boolean {
  const left = world.unseen.get(objectId)
  if (left === undefined) return true
  if (left > 1) world.unseen.set(objectId, left - 1)
  else world.unseen.delete(objectId)
  return false
}

const registeredAtMs = Date.parse('2024-05-02T08:00:00Z')

/** What Graph keeps of a registration; of one that the world made, what is usual. */
export const madeOf = (registration: Registration): MadeRegistration =>
  registration.made ?? {
    notes: null,
    tags: [],
    createdAtMs: registeredAtMs,
    ownerIds: [],
    tokenVersion: null,
    personalAccounts: false,
    publicClient: false,
    federated: [],
  }
