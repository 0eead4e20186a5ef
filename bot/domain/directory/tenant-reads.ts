import type { Budget } from '#platform/microsoft/deadline.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { GraphPort } from '#platform/microsoft/graph-client.ts'
import { TenantTurns } from '#platform/microsoft/keyed-mutex.ts'
import type { PacedRead, PacedReads } from '#platform/microsoft/paced-reads.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { readTenant, readTenantUnlessSame } from './read-tenant.ts'

/** Gives some work its own time. */
export type Within = <T>(
  limits: { timeoutMs?: number; longestWaitMs?: number; signal?: AbortSignal | undefined },
  work: (budget: Budget) => Promise<T>,
) => Promise<T>

/** A tenant that takes longer than this is read by itself: others wait to be written with it. */
const asOneOfMany = { timeoutMs: 8_000, longestWaitMs: 2_000 }

/** Reads of tenants, one at a time for each of them: those that somebody waits for, and those of a round. */
export function makeTenantReads(port: GraphPort, paced: PacedReads, within: Within) {
  const turns = new TenantTurns()
  return {
    readTenant: (
      tenantId: string,
      requirements: readonly Requirement[],
      { freshToken = false, signal }: { freshToken?: boolean; signal?: AbortSignal } = {},
    ): Promise<TenantRead> =>
      turns.take(tenantId, async () => {
        const ask = (budget: Budget) => readTenant(port, budget, tenantId, requirements, freshToken)
        const read = await within({ signal }, ask)
        paced.note(tenantId, read)
        return read
      }),
    readTenantAgain: (
      tenantId: string,
      requirements: readonly Requirement[],
      known?: string,
    ): Promise<PacedRead> =>
      paced.read(tenantId, () =>
        turns.take(tenantId, () =>
          within(asOneOfMany, (budget) => readTenantUnlessSame(port, budget, tenantId, requirements, known)),
        ),
      ),
  }
}
