import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { GraphPort } from '#platform/microsoft/graph-client.ts'
import { KeyedMutex } from '#platform/microsoft/keyed-mutex.ts'
import type { ThrottledReadResult, ThrottledReads } from '#platform/microsoft/throttled-reads.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { readTenant, readTenantIfChanged } from './read-tenant.ts'

/** Gives some work its own time. */
export type Within = <T>(
  limits: { timeoutMs?: number; longestWaitMs?: number; signal?: AbortSignal | undefined },
  work: (deadline: Deadline) => Promise<T>,
) => Promise<T>

/** A tenant that takes longer than this is read by itself: others wait to be written with it. */
const asOneOfMany = { timeoutMs: 8_000, longestWaitMs: 2_000 }

/** Reads of tenants, one at a time for each of them: those that somebody waits for, and those of a round. */
export function makeTenantReads(port: GraphPort, throttledReads: ThrottledReads, within: Within) {
  const mutex = new KeyedMutex()
  return {
    readTenant: (
      tenantId: string,
      requirements: readonly Requirement[],
      { freshToken = false, signal }: { freshToken?: boolean; signal?: AbortSignal } = {},
    ): Promise<TenantRead> =>
      mutex.runExclusive(tenantId, async () => {
        const ask = (deadline: Deadline) => readTenant(port, deadline, tenantId, requirements, freshToken)
        const read = await within({ signal }, ask)
        throttledReads.recordRead(tenantId, read)
        return read
      }),
    readTenantAgain: (
      tenantId: string,
      requirements: readonly Requirement[],
      known?: string,
    ): Promise<ThrottledReadResult> =>
      throttledReads.read(tenantId, () =>
        mutex.runExclusive(tenantId, () =>
          within(asOneOfMany, (deadline) =>
            readTenantIfChanged(port, deadline, tenantId, requirements, known),
          ),
        ),
      ),
  }
}
