import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { applyFacts, viewOfSet } from '../status/apply-facts.ts'
import { isStable } from '../status/is-stable.ts'
import type { Grant } from './grant.ts'
import { type Reevaluation, reevaluate } from './reevaluate.ts'

export interface AppliedRead {
  /** What is to be written, in the order of the requirements. */
  reevaluations: readonly Reevaluation[]
  /** A loss was seen once; a second read at least a minute later must confirm it. */
  lossPending: boolean
  /** Nothing waits: the same facts, read again, would change nothing but the time. */
  stable: boolean
  /**
   * Every set that is required now was asked for and read: only then does the time of the read stand for all of them, as
   * the store takes it to when it says how new the facts of a set are.
   */
  complete: boolean
}

/** What one read of a tenant teaches of its grants. Pure but for the clock. */
export function applyRead(
  deps: Pick<Deps, 'clock' | 'rules'>,
  {
    tenantId,
    grants,
    read,
    requirements,
  }: {
    tenantId: string
    grants: readonly Grant[]
    read: TenantRead
    requirements: readonly Requirement[]
  },
): AppliedRead {
  const known = new Map(grants.map((grant) => [grant.setId, grant]))
  const reevaluations: Reevaluation[] = []
  let lossPending = false
  let stable = true
  const complete = isComplete(read, requirements)
  for (const requirement of requirements) {
    const old = known.get(requirement.setId)
    const view = viewOfSet(read, requirement.setId)
    if (!view) continue
    const memory = applyFacts(old?.memory ?? {}, requirement, view)
    lossPending ||= memory.lossSeenAt !== undefined && memory.lossConfirmedAt === undefined
    stable &&= isStable(memory)
    const each = reevaluate(deps, { tenantId, requirement, old, memory, complete })
    if (each) reevaluations.push(each)
  }
  return { reevaluations, lossPending, stable: stable && complete, complete }
}

const isComplete = (read: TenantRead, requirements: readonly Requirement[]): boolean =>
  read.connection === 'ok' && requirements.every(({ setId }) => read.sets[setId]?.read)
