import { later, minutes } from '#platform/base/time.ts'
import type { Commit } from '#platform/jobs/jobs.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../queues.ts'
import { refreshRequirements } from '../requirements/refresh-requirements.ts'
import { setNextSync, tenantsDueForSync } from '../tenants/sync-times-store.ts'
import { enqueueBatch, inBatches } from './enqueue-batches.ts'
import { isSyncStopped } from './sync-breaker.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'jobs' | 'random' | 'react'>

/** Short syncs, as a demo has them, are looked for more often. */
const tickMs = ({ syncEveryMs }: Deps['rules']): number => Math.min(minutes(1), syncEveryMs / 2)
/** Tenants started per tick: 700,000 in six hours, and what is held in memory is bounded. */
const mostPerTick = 2_000

/**
 * Starts the scheduled syncs that are due and itself again. The next time is moved by up to a tenth, so that they spread. While
 * the round is stopped one is started, for somebody must find out that it is over.
 */
export async function tick(deps: Needs): Promise<Commit> {
  return async (tx) => {
    const now = deps.clock()
    const limit = (await isSyncStopped(tx)) ? 1 : mostPerTick
    for (const tenantIds of inBatches(await tenantsDueForSync(tx, now, limit))) {
      await setNextSync(tx, tenantIds, later(now, deps.rules.syncEveryMs * (0.95 + fraction(deps) / 10)))
      const runAt = later(now, (fraction(deps) * tickMs(deps.rules)) / 2)
      await enqueueBatch(deps, tx, { tenantIds, manual: false }, runAt)
    }
    await keepTicking(deps, tx, later(now, tickMs(deps.rules)))
  }
}

function keepTicking(deps: Pick<Deps, 'jobs'>, tx: Tx, runAt: Date): Promise<void> {
  return enqueue(deps.jobs, tx, { queue: 'sync.tick', key: 'only', data: {}, runAt })
}

/** Reads the registrations and itself again after the configured time. */
export async function requirementsTick(
  deps: Needs & Pick<Deps, 'directory' | 'catalog' | 'clientIds' | 'log'>,
): Promise<Commit> {
  const commit = await refreshRequirements(deps)
  return async (tx) => {
    await commit(tx)
    const runAt = later(deps.clock(), deps.rules.requirementsEveryMs)
    await enqueue(deps.jobs, tx, { queue: 'requirements.read', key: 'only', data: {}, runAt })
  }
}

/** At start: makes sure that both clocks of the sync are wound up; what waited longer than it should is due at once. */
export async function scheduleSync(deps: Pick<Deps, 'database' | 'jobs' | 'clock'>): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const runAt = deps.clock()
    await enqueue(deps.jobs, tx, { queue: 'requirements.read', key: 'only', data: {}, runAt })
    await keepTicking(deps, tx, runAt)
  })
}

const fraction = (deps: Pick<Deps, 'random'>): number => (deps.random(1)[0] ?? 0) / 255
