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

/** More often if the sync interval is short, as in the demo. */
const tickMs = ({ syncEveryMs }: Deps['rules']): number => Math.min(minutes(1), syncEveryMs / 2)
/** Tenants started per tick, to limit memory: 700,000 in six hours. */
const mostPerTick = 2_000

/**
 * Starts the scheduled syncs that are due, with up to a tenth of jitter for the next ones, and schedules itself again.
 * While syncs are stopped it starts one, as a probe.
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

/** Reads the app registrations and schedules itself again. */
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

/** At start: schedules both recurring jobs, due at once. */
export async function scheduleSync(deps: Pick<Deps, 'jobs' | 'clock'>, tx: Tx): Promise<void> {
  const runAt = deps.clock()
  await enqueue(deps.jobs, tx, { queue: 'requirements.read', key: 'only', data: {}, runAt })
  await keepTicking(deps, tx, runAt)
}

const fraction = (deps: Pick<Deps, 'random'>): number => (deps.random(1)[0] ?? 0) / 255
