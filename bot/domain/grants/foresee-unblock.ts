import { shortHash } from '#platform/base/short-hash.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { comparePermissions, type Extra } from '../status/compare-permissions.ts'
import { evaluateStatus } from '../status/evaluate-status.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation } from '../status/status.ts'

/** What lifting a block gives back, as of the last read. */
export interface Foreseen extends Pick<Evaluation, 'status' | 'lastKnown' | 'usable'> {
  /** Granted there although the set doesn't require it; its apps can use it again. */
  beyond: readonly Extra[]
}

export function foreseeUnblock(
  { clock, rules }: Pick<Deps, 'clock' | 'rules'>,
  requirement: Requirement,
  { blocked: _, open: __, ...memory }: GrantMemory,
): Foreseen {
  const { status, lastKnown, usable } = evaluateStatus({
    requirement,
    memory,
    now: clock(),
    maxAgeMs: rules.maxAgeMs,
  })
  return { status, usable, ...(lastKnown && { lastKnown }), beyond: beyondOf(requirement, memory) }
}

const beyondOf = (requirement: Requirement, { facts }: GrantMemory): readonly Extra[] =>
  facts ? comparePermissions(requirement, facts.value).extras : []

/** Equal exactly when the same is granted beyond the list: a read that finds more changes no version of a blocked grant. */
export function beyondHash(requirement: Requirement, memory: GrantMemory): string {
  const keys = beyondOf(requirement, memory).map(({ key, name }) => key ?? name)
  return shortHash(keys.toSorted().join('\n'))
}
