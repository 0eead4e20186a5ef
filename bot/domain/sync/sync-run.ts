import type { Person } from '#platform/base/person.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { Scope } from '../people/role-reading.ts'

/** Tenants that could not be read for the same reason. */
export interface SyncFailure {
  outcome: Outcome
  count: number
  /** The first few, for the card. */
  tenantIds: readonly string[]
}

/** A sync that a person started, of one tenant or all. Scheduled syncs have no run. */
export interface SyncRun {
  id: string
  /** Absent: all tenants, or all of `scope`. */
  tenantId?: string
  /** The tenants in the scope of the person, sorted; absent: no limit. */
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

/** The tenants that a run reads. */
export const tenantsOfRun = ({ tenantId, scope }: Pick<SyncRun, 'tenantId' | 'scope'>): Scope =>
  tenantId === undefined ? (scope ?? 'all') : [tenantId]

const namedTenants = 3

/** Adds a failure to those of the same reason. */
export function withFailure(
  failures: readonly SyncFailure[],
  outcome: Outcome,
  tenantId: string,
): SyncFailure[] {
  const same = failures.find((failure) => failure.outcome.name === outcome.name)
  if (!same) return [...failures, { outcome, count: 1, tenantIds: [tenantId] }]
  const tenantIds = [...same.tenantIds, tenantId].slice(0, namedTenants)
  const next = { ...same, outcome: common(same.outcome, outcome), count: same.count + 1, tenantIds }
  return failures.map((failure) => (failure === same ? next : failure))
}

/** The first outcome without what the other one doesn't share: the card must not give one tenant's code to all. */
function common(first: Outcome, other: Outcome): Outcome {
  const { code, policyId, field, ...rest } = first
  return {
    ...rest,
    ...(code !== undefined && code === other.code && { code }),
    ...(policyId !== undefined && policyId === other.policyId && { policyId }),
    ...(field !== undefined && field === other.field && { field }),
  }
}
