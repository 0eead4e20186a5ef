import { UserError } from '#platform/base/errors.ts'
import { type Approval, approvalDetail, type Person } from '#platform/base/person.ts'
import { randomToken } from '#platform/base/secret-token.ts'
import type { Tx } from '#platform/storage/database.ts'
import { append } from '../audit/audit-store.ts'
import type { CardLocation } from '../consent/make-consent.ts'
import type { Deps } from '../deps.ts'
import { assertMay, assertRole } from '../people/assert-may.ts'
import type { Scope } from '../people/role-reading.ts'
import { scopeOf } from '../people/scope.ts'
import { assertMayAlone } from '../people/second-person.ts'
import { enqueue } from '../queues.ts'
import { countSyncable } from '../tenants/sync-times-store.ts'
import { getTenant } from '../tenants/tenants-store.ts'
import { assertCapacity } from './assert-capacity.ts'
import { enqueueRound } from './enqueue-batches.ts'
import { readByItself } from './read-by-itself.ts'
import type { SyncRun } from './sync-run.ts'
import { findActiveRun, insertRun } from './sync-runs-store.ts'

type Needs = Pick<Deps, 'clock' | 'random' | 'jobs'>

interface SyncOrder {
  /** Absent: all tenants. */
  tenantId?: string
  by: Person
  /** Limits a run over all tenants. Default: all. */
  scope?: Scope
  /** The person named each tenant of the scope. */
  isNamed?: boolean
  /** Empty: the card has no message yet. */
  place: Partial<CardLocation>
  /** Of the second person, if one was needed. */
  approval?: Approval
}

/**
 * Enqueues the read of these tenants or of all and returns the run that counts them, or the active run over the same tenants.
 * @throws UserError APPROVAL_NEEDED for an operator and very many tenants, TENANT_UNKNOWN, TENANT_NOT_CONNECTED, BUSY
 */
export async function startSync(
  deps: Needs & Pick<Deps, 'database' | 'people' | 'rules'>,
  { tenantIds: named, ...order }: Pick<SyncOrder, 'by' | 'place'> & { tenantIds?: readonly string[] },
): Promise<SyncRun> {
  const { by } = order
  const reading = await deps.people.readRolesNow(by)
  if (named) assertMay(reading, 'operator', named)
  else assertRole(reading, 'operator')
  await assertCapacity(deps.database)
  const scope = named ?? scopeOf(reading, 'operator')
  return deps.database.transaction(async (tx) => {
    const tenantIds = { count: named?.length ?? (await countSyncable(tx, scope)) }
    await assertMayAlone(deps, tx, { kind: 'sync', by: { ...by, roles: reading.roles }, tenantIds })
    const [tenantId, ...others] = named ?? []
    if (tenantId !== undefined && others.length === 0) return startSyncIn(deps, tx, { ...order, tenantId })
    return startSyncIn(deps, tx, { ...order, scope, isNamed: named !== undefined })
  })
}

/** In the caller's transaction. */
export async function startSyncIn(deps: Needs, tx: Tx, order: SyncOrder): Promise<SyncRun> {
  const running = await findActiveRun(tx, order.tenantId ?? null, limitOf(order))
  return running ?? (await newRun(deps, tx, order))
}

/** The tenants that a run over all is limited to; undefined for one tenant, or without a limit. */
function limitOf({ tenantId, scope = 'all' }: SyncOrder): readonly string[] | undefined {
  return tenantId !== undefined || scope === 'all' ? undefined : scope.toSorted()
}

async function newRun(deps: Needs, tx: Tx, order: SyncOrder): Promise<SyncRun> {
  const { tenantId, by, place, approval } = order
  const scope = limitOf(order)
  const named = tenantId !== undefined ? [tenantId] : order.isNamed ? (scope ?? []) : []
  for (const id of named) await assertSyncable(tx, id)
  const total = tenantId ? 1 : await countSyncable(tx, scope)
  const at = deps.clock()
  const run: SyncRun = {
    id: randomToken(deps.random),
    tenantId,
    ...(scope && { scope }),
    total,
    done: 0,
    failed: 0,
    changed: 0,
    failures: [],
    state: total === 0 ? 'done' : 'running',
    by,
    ...place,
    startedAt: at,
    ...(total === 0 ? { endedAt: at } : {}),
  }
  await insertRun(tx, run)
  if (tenantId) await readByItself(deps, tx, { tenantId, runId: run.id, manual: true }, at)
  else {
    await enqueue(deps.jobs, tx, { queue: 'requirements.read', key: 'only', data: {}, runAt: at })
    await enqueueRound(deps, tx, { runId: run.id, scope, total, at })
  }
  const entry = { at, actor: by, result: 'done', detail: approvalDetail(approval) } as const
  if (named.length === 0) await append(tx, { ...entry, action: 'sync.all' })
  for (const id of named) await append(tx, { ...entry, action: 'sync.tenant', tenantId: id })
  return run
}

async function assertSyncable(tx: Tx, tenantId: string): Promise<void> {
  const { state, displayName: tenant } = await getTenant(tx, tenantId)
  if (state === 'connecting') throw new UserError('TENANT_NOT_CONNECTED', { tenant })
}
