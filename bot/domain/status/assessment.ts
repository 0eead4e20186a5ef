import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { PermissionNames } from '../catalog/known-permissions.ts'
import type { PermissionKey, Requirement } from '../catalog/permission-set.ts'
import {
  type Comparison,
  comparePermissions,
  type Extra,
  findLost,
  type Gap,
  wasVerified,
} from './compare-permissions.ts'
import { leastRoleToConsent } from './least-role.ts'
import type { GrantMemory } from './memory.ts'
import type { Who } from './status.ts'

/** Everything the evaluation asks of a grant. */
export interface StatusInput {
  requirement: Requirement
  memory: GrantMemory
  now: Date
  /** A read that is older says nothing any more. */
  maxAgeMs: number
  /** Names for extras; the published permissions when absent. */
  names?: PermissionNames
}

/** The requirement held against the last complete read; made once per evaluation. */
export interface Assessment {
  requirement: Requirement
  memory: GrantMemory
  facts?: SetFacts
  /** Required and not there; everything as long as nothing was read. */
  gaps: readonly Gap[]
  extras: readonly Extra[]
  /** Verified before, required and not there. */
  lost: readonly PermissionKey[]
  /** The part of `lost` that two reads saw. */
  removed: readonly PermissionKey[]
  lossConfirmed: boolean
  everVerified: boolean
  /** Least role that can consent to the requirement. */
  signer: Who
}

export function assess({ requirement, memory, names }: StatusInput): Assessment {
  const facts = memory.facts?.value
  const { gaps, extras } = facts ? comparePermissions(requirement, facts, names) : nothingRead(requirement)
  const lost = facts ? findLost(requirement, memory, facts) : []
  const everVerified = wasVerified(requirement, memory)
  const certain = new Set(memory.losses?.flatMap(({ key, confirmed }) => (confirmed ? [key] : [])))
  const removed = lost.filter((key) => certain.has(key))
  // An unreadable requirement shows no loss; it must not undo one either.
  const stillLost = removed.length > 0 || requirement.permissions.length === 0
  const lossConfirmed = memory.lossConfirmedAt !== undefined && everVerified && stillLost
  const signer = leastRoleToConsent(requirement.permissions)
  const common = { requirement, memory, gaps, extras, lost, removed, lossConfirmed, everVerified, signer }
  return facts ? { ...common, facts } : common
}

const nothingRead = (requirement: Requirement): Comparison => ({
  gaps: requirement.permissions.map((permission) => ({ permission, apiAbsent: false })),
  extras: [],
})
