import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'

/** Tenants that could not be read for the same reason. */
export interface SyncFailure {
  outcome: Outcome
  count: number
  /** The first few, for the card. */
  tenantIds: readonly string[]
}

/** One round that a person asked for: one tenant or all. Scheduled syncs go tenant by tenant and have no run. */
export interface SyncRun {
  id: string
  /** Absent: all tenants, or all of `scope`. */
  tenantId?: string
  /** The only tenants it may be about: those of whoever asked for it. Sorted. */
  scope?: readonly string[]
  total: number
  done: number
  failed: number
  /** Grants whose status changed. */
  changed: number
  failures: readonly SyncFailure[]
  state: 'running' | 'done' | 'cancelled'
  by: Person
  conversationId?: string
  activityId?: string
  startedAt: Date
  endedAt?: Date
}

const namedTenants = 3

/** Counts one more failure, under its reason. */
export function withFailure(
  failures: readonly SyncFailure[],
  outcome: Outcome,
  tenantId: string,
): SyncFailure[] {
  const same = failures.find((failure) => failure.outcome.name === outcome.name)
  if (!same) return [...failures, { outcome, count: 1, tenantIds: [tenantId] }]
  const tenantIds = [...same.tenantIds, tenantId].slice(0, namedTenants)
  return failures.map((failure) =>
    failure === same ? { ...same, count: same.count + 1, tenantIds } : failure,
  )
}
