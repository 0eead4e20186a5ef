import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { applyFacts, type SetRead, viewOfSet } from '../status/apply-facts.ts'
import type { GrantedId } from '../status/granted-id.ts'
import { areAmong, grantedIds, keysOfRequired } from '../status/granted-ids.ts'
import { awaitsSecondRead, isStable } from '../status/is-stable.ts'
import { markUnexplained } from '../status/mark-unexplained.ts'
import type { GrantMemory } from '../status/memory.ts'
import { isPredecessorUnread } from '../status/predecessors.ts'
import type { Blocks } from './blocks-store.ts'
import type { Grant } from './grant.ts'
import { type Reevaluation, reevaluate } from './reevaluate.ts'

export interface AppliedRead {
  /** What to store, in the order of the requirements. */
  reevaluations: readonly Reevaluation[]
  /** Something was seen once; a second read at least a minute later must confirm it. */
  readAgain: boolean
  /** Two reads were refused. */
  connectionLost: boolean
  /** It isn't known yet what a former app still holds. */
  predecessorUnread: boolean
  /** Nothing is pending: reading the same facts again would change only the time. */
  stable: boolean
  /** Every required set was read, so the tenant's read time is valid for the facts of each. */
  complete: boolean
}

/** Evaluates all grants of a tenant after a read. Pure, except for the clock. */
export function applyRead(
  deps: Pick<Deps, 'clock' | 'rules'>,
  given: {
    tenantId: string
    grants: readonly Grant[]
    /** All blocks of the tenant: one can be older than the grant. */
    blocks: Blocks
    /** Set id → everything that is explained there; absent: this read says nothing about it. */
    explained: ReadonlyMap<string, ReadonlySet<GrantedId>>
    read: TenantRead
    requirements: readonly Requirement[]
  },
): AppliedRead {
  const { tenantId, grants, blocks, explained, read, requirements } = given
  const known = new Map(grants.map((grant) => [grant.setId, grant]))
  const reevaluations: Reevaluation[] = []
  let readAgain = false
  let connectionLost = false
  let predecessorUnread = false
  let stable = true
  const complete = isComplete(read, requirements)
  for (const requirement of requirements) {
    const old = known.get(requirement.setId)
    const view = viewOfSet(read, requirement.setId)
    if (!view) continue
    const blocked = blocks.get(requirement.setId)
    const before = old?.memory ?? (blocked ? { blocked } : {})
    const applied = applyFacts(before, requirement, view)
    const ids = explained.get(requirement.setId)
    const memory = ids ? markUnexplained(applied, ids) : applied
    readAgain ||= isPending(memory, view)
    connectionLost ||= memory.connectionLost?.confirmedAt !== undefined
    predecessorUnread ||= isPredecessorUnread(memory)
    stable &&= isStable(memory) && !(ids && isGoing(ids, requirement, memory))
    const each = reevaluate(deps, { tenantId, requirement, old, memory, complete })
    if (each) reevaluations.push(each)
  }
  const pending = { readAgain, connectionLost, predecessorUnread }
  return { reevaluations, ...pending, stable: stable && complete, complete }
}

/** Something explained and not required is absent: a second read decides whether it is gone. */
function isGoing(
  explained: ReadonlySet<GrantedId>,
  { permissions }: Requirement,
  { facts }: GrantMemory,
): boolean {
  const granted = facts && grantedIds(facts.value)
  if (!granted || permissions.length === 0 || areAmong(explained, granted)) return false
  const { ids: required } = keysOfRequired(permissions)
  return [...explained].some((id) => !granted.has(id) && !required.has(id))
}

function isPending(memory: GrantMemory, { connection }: SetRead): boolean {
  const { connectionLost } = memory
  if (awaitsSecondRead(memory)) return true
  return connection === 'lost' && connectionLost !== undefined && !connectionLost.confirmedAt
}

const isComplete = (read: TenantRead, requirements: readonly Requirement[]): boolean =>
  read.connection === 'ok' && requirements.every(({ setId }) => read.sets[setId]?.read)
