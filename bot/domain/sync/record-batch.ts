import type { DeferredRead, ThrottledReadResult } from '#platform/microsoft/throttled-reads.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { type Counted, countInRun } from './count-in-run.ts'
import { recordQuietTenants } from './fast-path/record-quiet-tenants.ts'
import { recordUnchanged } from './fast-path/record-unchanged.ts'
import { readByItself } from './read-by-itself.ts'
import { keyOfRequired, recordTenant } from './record-tenant.ts'
import { recordSyncResult } from './sync-breaker.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/** One tenant of a portion, as it was read. */
export interface BatchedRead {
  tenantId: string
  read: ThrottledReadResult
}

interface Order {
  runId?: string
  manual: boolean
  reads: readonly BatchedRead[]
  /** What `same` was said under. */
  judgedBy: string
}

/** Writes what the tenants of a portion told, and counts them in their run. */
export async function recordBatch(deps: Needs, tx: Tx, order: Order): Promise<void> {
  const requirements = await currentRequirements(deps, tx)
  const judgedBy = keyOfRequired(deps, requirements)
  const counted = await recordUnchangedReads(deps, tx, order, judgedBy)
  const reads = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'ok' ? [{ tenantId, read }] : [],
  )
  const quiet = await recordQuietTenants(deps, tx, { ...order, reads, requirements, judgedBy })
  const isUndisturbed = order.reads.every(
    ({ read }) => read.connection === 'ok' || read.connection === 'unchanged',
  )
  for (const { tenantId, read } of order.reads) {
    if (read.connection === 'unchanged') {
      if (!isUndisturbed) await recordSyncResult(deps, tx, { tenantId })
      continue
    }
    if (read.connection === 'deferred') {
      counted.push(...(await recordDeferred(deps, tx, order, tenantId, read)))
      continue
    }
    const written = quiet.get(tenantId)
    counted.push(
      written ?? (await recordTenant(deps, tx, { tenantId, read, manual: order.manual, requirements })),
    )
    if (!isUndisturbed)
      await recordSyncResult(deps, tx, {
        tenantId,
        failure: read.connection === 'ok' ? undefined : read.outcome,
      })
  }
  const [first] = order.reads
  if (isUndisturbed && first) await recordSyncResult(deps, tx, { tenantId: first.tenantId })
  if (order.runId) await countInRun(deps, tx, order.runId, counted)
}

/**
 * A batch has two fast paths in `fast-path/`, and both have the same result as `recordTenant` for each tenant: reads that
 * found what is stored only store their time, and changed tenants that trigger no alert, campaign or consent are stored
 * together. The rest goes through `recordTenant` one by one.
 */
async function recordUnchangedReads(deps: Needs, tx: Tx, order: Order, judgedBy: string): Promise<Counted[]> {
  const reads = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'unchanged' ? [{ tenantId, ...read }] : [],
  )
  if (reads.length === 0) return []
  const { manual } = order
  const isSameList = judgedBy === order.judgedBy
  const stored = isSameList ? await recordUnchanged(tx, reads, { judgedBy, manual }) : new Set<string>()
  for (const { tenantId } of reads) {
    if (!stored.has(tenantId)) await readByItself(deps, tx, { tenantId, ...round(order) }, deps.clock())
  }
  return [...stored].map((tenantId) => ({ tenantId, changed: 0 }))
}

/** Who rests has failed for this round, and nothing new is known; the others are read by themselves. */
async function recordDeferred(
  deps: Needs,
  tx: Tx,
  order: Order,
  tenantId: string,
  { because, outcome, until }: DeferredRead,
): Promise<Counted[]> {
  if (because === 'resting') return [{ tenantId, failure: outcome, changed: 0 }]
  await readByItself(deps, tx, { tenantId, ...round(order) }, until)
  return []
}

const round = ({ runId, manual }: Order) => ({ manual, ...(runId !== undefined && { runId }) })
