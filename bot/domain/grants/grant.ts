import type { Judged } from '../status/judged.ts'
import type { GrantMemory } from '../status/memory.ts'
import type { Evaluation } from '../status/status.ts'

/** One set in one tenant. `version` increases when something changes that a card shows. */
export interface Grant extends Evaluation {
  tenantId: string
  setId: string
  version: number
  statusSince: Date
  /** Of a usable grant: since when without interruption. */
  usableSince?: Date
  memory: GrantMemory
  /** Absent: cards judge the memory. */
  judged?: Judged
  /** Everything that would need action is accepted. Stored apart from the rest: see `domain/exceptions`. */
  excepted?: true
}
