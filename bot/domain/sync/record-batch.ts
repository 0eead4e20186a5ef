import type { HeldRead, PacedRead } from '#platform/microsoft/paced-reads.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { currentRequirements } from '../requirements/current-requirements.ts'
import { listSettled, noteScheduled } from '../tenants/baselines-store.ts'
import { markCheckedAgain } from '../tenants/tenants-store.ts'
import { type Counted, countInRun } from './count-in-run.ts'
import { recordCalm } from './record-quiet-tenants.ts'
import { keyOfRequired, recordTenant } from './record-tenant.ts'
import { guardRound } from './sync-breaker.ts'
import { readByItself } from './sync-tenant.ts'

type Needs = Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds' | 'react'>

/** One tenant of a portion, as it was read. */
export interface PortionRead {
  tenantId: string
  read: PacedRead
}

interface Order {
  runId?: string
  manual: boolean
  reads: readonly PortionRead[]
  /** What `same` was said under. */
  judgedBy: string
}

/** Writes what the tenants of a portion told, and counts them in their run. */
export async function recordPortion(deps: Needs, tx: Tx, order: Order): Promise<void> {
  const requirements = await currentRequirements(deps, tx)
  const judgedBy = keyOfRequired(deps, requirements)
  const counted = await recordSame(deps, tx, order, judgedBy)
  const reads = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'ok' ? [{ tenantId, read }] : [],
  )
  const calm = await recordCalm(deps, tx, { ...order, reads, requirements, judgedBy })
  const isCalm = order.reads.every(({ read }) => read.connection === 'ok' || read.connection === 'same')
  for (const { tenantId, read } of order.reads) {
    if (read.connection === 'same') {
      if (!isCalm) await guardRound(deps, tx, { tenantId })
      continue
    }
    if (read.connection === 'held') {
      counted.push(...(await recordHeld(deps, tx, order, tenantId, read)))
      continue
    }
    const written = calm.get(tenantId)
    counted.push(
      written ?? (await recordTenant(deps, tx, { tenantId, read, manual: order.manual, requirements })),
    )
    if (!isCalm)
      await guardRound(deps, tx, { tenantId, failure: read.connection === 'ok' ? undefined : read.outcome })
  }
  const [first] = order.reads
  if (isCalm && first) await guardRound(deps, tx, { tenantId: first.tenantId })
  if (order.runId) await countInRun(deps, tx, order.runId, counted)
}

/** Those that told what is known get the time of it; who was changed by somebody else since it was asked is read again. */
async function recordSame(deps: Needs, tx: Tx, order: Order, judgedBy: string): Promise<Counted[]> {
  const same = order.reads.flatMap(({ tenantId, read }) =>
    read.connection === 'same' ? [{ tenantId, ...read }] : [],
  )
  if (same.length === 0) return []
  const ids = same.map(({ tenantId }) => tenantId)
  const known = judgedBy === order.judgedBy ? await listSettled(tx, ids, judgedBy) : new Map<string, string>()
  const still = same.filter(({ tenantId, digest }) => known.get(tenantId) === digest)
  const stillIds = still.map(({ tenantId }) => tenantId)
  const at = new Date(Math.min(...still.map((read) => read.at.getTime())))
  await markCheckedAgain(tx, stillIds, at)
  if (!order.manual) await noteScheduled(tx, stillIds, at)
  for (const { tenantId } of same.filter((read) => !still.includes(read))) {
    await readByItself(deps, tx, { tenantId, ...round(order) }, deps.clock())
  }
  return still.map(({ tenantId }) => ({ tenantId, changed: 0 }))
}

/** Who rests has failed for this round, and nothing new is known; the others are read by themselves. */
async function recordHeld(
  deps: Needs,
  tx: Tx,
  order: Order,
  tenantId: string,
  { because, outcome, until }: HeldRead,
): Promise<Counted[]> {
  if (because === 'resting') return [{ tenantId, failure: outcome, changed: 0 }]
  await readByItself(deps, tx, { tenantId, ...round(order) }, until)
  return []
}

const round = ({ runId, manual }: Order) => ({ manual, ...(runId !== undefined && { runId }) })
