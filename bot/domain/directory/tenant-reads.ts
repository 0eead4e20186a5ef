import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { GraphPort } from '#platform/microsoft/graph-client.ts'
import { KeyedMutex } from '#platform/microsoft/keyed-mutex.ts'
import type { ThrottledReadResult, ThrottledReads } from '#platform/microsoft/throttled-reads.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { readTenant, readTenantIfChanged } from './read-tenant.ts'

/** Runs work with its own deadline. */
export type Within = <T>(
  limits: { timeoutMs?: number; longestWaitMs?: number; signal?: AbortSignal | undefined },
  work: (deadline: Deadline) => Promise<T>,
) => Promise<T>

/** Short, because the other tenants of a batch wait to be written with it. */
const inBatch = { timeoutMs: 8_000, longestWaitMs: 2_000 }

/** Interactive and background reads of tenants, one at a time per tenant. */
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
          within(inBatch, (deadline) => readTenantIfChanged(port, deadline, tenantId, requirements, known)),
        ),
      ),
  }
}
