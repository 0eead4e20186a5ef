import { cpus } from 'node:os'
import { expect, test } from 'vitest'
import { makeLeasedJobs } from '../../bot/jobs/leased.ts'
import { silentLog } from '../../bot/log.ts'
import { enqueuePortion, inPortions } from '../../bot/sync/enqueue-portions.ts'
import { systemClock as clock, later, seconds } from '../../bot/time.ts'
import { fleetTenantIds } from '../../emulator/fleet-world.ts'
import { type Cluster, type Instance, startCluster, until } from './cluster.ts'

const tenants = 960
/** One instance reads 16 at a time, so that the wire, not the processor, is the limit: 20 tenants a second each. */
const options = { tenants, graphMs: 800, parallel: 16 }

/** A round as the schedule leaves it, due at the same moment for all instances. Gives the ms that it took. */
async function round({ database, query, emulator, reads }: Cluster): Promise<number> {
  emulator.log.clear()
  const jobs = makeLeasedJobs({ database, clock, log: silentLog })
  // Every instance looks at least every 5 s, and then knows when it begins.
  const begins = later(clock(), seconds(7))
  await database.transaction(async (tx) => {
    for (const tenantIds of inPortions(fleetTenantIds(tenants)))
      await enqueuePortion({ jobs }, tx, { tenantIds, manual: false }, begins)
  })
  await until(async () => {
    const rows = await query("select 1 from jobs where queue in ('sync.portion', 'sync.tenant') limit 1")
    return rows.length === 0
  }, 20)
  const tookMs = clock().getTime() - begins.getTime()
  expect([...reads().values()]).toEqual(Array(tenants).fill(1))
  return tookMs
}

test('throughput of 1, 2 and 4 instances on one PostgreSQL', { timeout: 900_000 }, async () => {
  const cluster = await startCluster(options)
  const instances: Instance[] = []
  const rows: string[] = []
  let alone = 0
  for (const count of [1, 2, 4]) {
    while (instances.length < count) instances.push(await cluster.start())
    // Tokens and the first facts of everybody are not what is measured.
    await round(cluster)
    const before = instances.map((each) => each.cpuMs())
    const ms = await round(cluster)
    const cpuMs = instances.reduce((sum, each, at) => sum + each.cpuMs() - (before[at] ?? 0), 0)
    const rate = (tenants / ms) * 1_000
    alone ||= rate
    const share = `${Math.round((100 * cpuMs) / ms / count)} % of a core each`
    rows.push(`${count} | ${rate.toFixed(0)} tenants/s | ${(rate / alone).toFixed(2)}x | ${share}`)
  }
  const place = `${tenants} tenants, Graph takes ${options.graphMs} ms, 16 at a time each, ${cpus().length} cores with PostgreSQL and emulator`
  process.stdout.write(
    ['', place, 'instances | throughput | against one | processor', ...rows, ''].join('\n'),
  )
})
