import { fleetTenantIds } from '../emulator/fleet-world.ts'
import type { Bench } from './bench.ts'
import { addTrouble } from './emulator.ts'
import { makeRow, type Row } from './figures.ts'
import { countedRound, openFleet } from './open-fleet.ts'
import { syncAll } from './sync.ts'

/** One tenant in fifty has this. */
const every = 50
const troubles = {
  failing: { kind: 'status', status: 503 },
  cut: { kind: 'cut' },
  throttled: { kind: 'status', status: 429, retryAfter: 3, times: 1 },
  slow: { kind: 'slow', ms: 300 },
}

/** A round in which four of fifty tenants have problems: two can't be read, and the others must not be delayed. */
export async function measureTrouble(bench: Bench): Promise<Row[]> {
  const count = bench.size.fleets[0]?.count ?? 0
  const fleet = await openFleet(bench, count)
  try {
    const calm = await countedRound(fleet)
    const ids = fleetTenantIds(count)
    for (const [offset, trouble] of Object.values(troubles).entries()) {
      const struck = ids.filter((_, number) => number % every === offset * 10)
      for (const tenantId of struck) await addTrouble(fleet.bench, { where: 'graph', tenantId, ...trouble })
    }
    const unread = ids.filter((_, number) => number % every === 0 || number % every === 10).length
    const troubled = await syncAll(fleet.bench, fleet.bot, count, unread)
    return [
      makeRow(`round of ${count} tenants, ${unread} fail, others are slow or throttled`, troubled.ms, 'ms', {
        baseline: calm.ms,
      }),
    ]
  } finally {
    await fleet.close()
  }
}
