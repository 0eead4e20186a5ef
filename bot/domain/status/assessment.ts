import type { SetFacts } from '#platform/microsoft/facts.ts'
import type { Who } from '#platform/microsoft/outcome.ts'
import type { PermissionNames } from '../catalog/known-permissions.ts'
import type { PermissionKey, Requirement } from '../catalog/permission-set.ts'
import {
  type Comparison,
  comparePermissions,
  type Extra,
  findLost,
  type Gap,
  nameGranted,
  wasVerified,
} from './compare-permissions.ts'
import { leastRoleToConsent } from './least-role.ts'
import { confirmedIds, type GrantMemory } from './memory.ts'

/** An app that is limited to some tenants and is open in others. */
export interface OtherUse {
  app: string
  limit: number
}

/** The input of the evaluation. */
export interface StatusInput {
  requirement: Requirement
  memory: GrantMemory
  now: Date
  /** Older facts make the status unknown. */
  maxAgeMs: number
  /** Names for extras; the published permissions when absent. */
  names?: PermissionNames
  /** Known only where a card or the access API asks now: it depends on other tenants. */
  usedElsewhere?: OtherUse | undefined
}

/** The requirement compared with the last complete read, once per evaluation. */
export interface Assessment {
  requirement: Requirement
  memory: GrantMemory
  facts?: SetFacts
  /** Required and not granted; before the first complete read, everything required. */
  gaps: readonly Gap[]
  extras: readonly Extra[]
  /** Granted by nothing that is known here, as two reads showed; worst tier first. */
  unexplained: readonly Extra[]
  /** Verified before, required and not granted. */
  lost: readonly PermissionKey[]
  /** The part of `lost` that a second read confirmed. */
  removed: readonly PermissionKey[]
  lossConfirmed: boolean
  everVerified: boolean
  /** Least role that can consent to the requirement. */
  signer: Who
}

export function assess({
  requirement,
  memory,
  names,
}: Pick<StatusInput, 'requirement' | 'memory' | 'names'>): Assessment {
  const facts = memory.facts?.value
  const { gaps, extras } = facts ? comparePermissions(requirement, facts, names) : nothingRead(requirement)
  const lost = facts ? findLost(requirement, memory, facts) : []
  const everVerified = wasVerified(requirement, memory)
  const certain = new Set(memory.losses?.flatMap(({ key, confirmed }) => (confirmed ? [key] : [])))
  const removed = lost.filter((key) => certain.has(key))
  // An unreadable requirement has no missing permissions; it must not refute a confirmed loss.
  const stillLost = removed.length > 0 || requirement.permissions.length === 0
  const lossConfirmed = memory.lossConfirmedAt !== undefined && everVerified && stillLost
  const signer = leastRoleToConsent(requirement.permissions)
  const unexplained = nameGranted(confirmedIds(memory), requirement, names)
  const of = { requirement, memory, gaps, extras, unexplained, signer }
  const common = { ...of, lost, removed, lossConfirmed, everVerified }
  return facts ? { ...common, facts } : common
}

const nothingRead = (requirement: Requirement): Comparison => ({
  gaps: requirement.permissions.map((permission) => ({ permission, apiAbsent: false })),
  extras: [],
})
