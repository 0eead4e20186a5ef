import type { DeferredRead, ThrottledReadResult } from '#platform/microsoft/throttled-reads.ts'
import type { Tx } from '#platform/storage/database.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { type Counted, countInRun } from './count-in-run.ts'
import { recordQuietTenants } from './fast-path/record-quiet-tenants.ts'
import { recordUnchanged } from './fast-path/record-unchanged.ts'
import { readByItself } from './read-by-itself.ts'
import { evaluationKey, type RecordDeps, recordTenant } from './record-tenant.ts'
import { recordSyncResult } from './sync-breaker.ts'

interface Order {
  runId?: string
  manual: boolean
  reads: readonly { tenantId: string; read: ThrottledReadResult }[]
  /** Key of the requirements under which reads were compared with their settled reads. */
  evaluationKey: string
}

/**
 * Stores the reads of a batch and counts them in their run. Two fast paths in `fast-path/` have the same result as calling
 * `recordTenant` for each tenant: unchanged reads only store their time, and changed tenants that trigger no alert,
 * campaign or consent are stored together. The others go through `recordTenant` one by one.
 */
export async function recordBatch(deps: RecordDeps, tx: Tx, order: Order): Promise<void> {
  const requirements = await currentRequirements(deps, tx)
  const key = evaluationKey(deps, requirements)
  const counted = await recordUnchangedReads(deps, tx, order, key)
  const reads = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'ok' ? [{ tenantId, read }] : [],
  )
  const quiet = await recordQuietTenants(deps, tx, { ...order, reads, requirements, evaluationKey: key })
  const allSucceeded = order.reads.every(
    ({ read }) => read.connection === 'ok' || read.connection === 'unchanged',
  )
  const { manual } = order
  for (const { tenantId, read } of order.reads) {
    if (read.connection === 'unchanged') {
      if (!allSucceeded) await recordSyncResult(deps, tx, { tenantId })
    } else if (read.connection === 'deferred') {
      counted.push(...(await recordDeferred(deps, tx, order, tenantId, read)))
    } else {
      const stored = quiet.get(tenantId)
      counted.push(stored ?? (await recordTenant(deps, tx, { tenantId, read, manual, requirements })))
      const failure = read.connection === 'ok' ? undefined : read.outcome
      if (!allSucceeded) await recordSyncResult(deps, tx, { tenantId, failure })
    }
  }
  const [first] = order.reads
  if (allSucceeded && first) await recordSyncResult(deps, tx, { tenantId: first.tenantId })
  if (order.runId) await countInRun(deps, tx, order.runId, counted)
}

/** Stores the unchanged reads. Those whose settled read was replaced meanwhile are read again by themselves. */
async function recordUnchangedReads(deps: RecordDeps, tx: Tx, order: Order, key: string): Promise<Counted[]> {
  const reads = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'unchanged' ? [{ tenantId, ...read }] : [],
  )
  if (reads.length === 0) return []
  const isValid = key === order.evaluationKey
  const stored = isValid ? await recordUnchanged(tx, reads, key, order.manual) : new Set<string>()
  for (const { tenantId } of reads) {
    if (!stored.has(tenantId)) await readByItself(deps, tx, { tenantId, ...runOf(order) }, deps.clock())
  }
  return [...stored].map((tenantId) => ({ tenantId, changed: 0 }))
}

/** A tenant whose circuit breaker is open has failed in this run; any other is read by itself later. */
async function recordDeferred(
  deps: RecordDeps,
  tx: Tx,
  order: Order,
  tenantId: string,
  { because, outcome, until }: DeferredRead,
): Promise<Counted[]> {
  if (because === 'resting') return [{ tenantId, failure: outcome, changed: 0 }]
  await readByItself(deps, tx, { tenantId, ...runOf(order) }, until)
  return []
}

const runOf = ({ runId, manual }: Order) => ({ manual, ...(runId !== undefined && { runId }) })
