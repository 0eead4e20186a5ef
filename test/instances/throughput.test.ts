import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { queueNames } from '#domain/queues.ts'
import { enqueueBatch, inBatches } from '#domain/sync/enqueue-batches.ts'
import { silentLog } from '#platform/base/log.ts'
import { systemClock as clock, later, seconds } from '#platform/base/time.ts'
import { openBossJobs } from '#platform/jobs/boss.ts'
import type { Jobs } from '#platform/jobs/jobs.ts'
import { keepResults, makeRow, median, type Row, tableOf } from '../../bench/figures.ts'
import { fleetTenantIds } from '../../emulator/fleet-world.ts'
import { type Cluster, type Instance, startCluster, until } from './cluster.ts'

const tenants = 640
/** One instance reads 16 at a time, so that the wire, not the processor, is the limit: 20 tenants a second each. */
const options = { tenants, graphMs: 800, parallel: 16 }

/** A round as the schedule leaves it, due at the same moment for all instances. Gives the ms that it took. */
async function round({ database, query, emulator, reads }: Cluster, jobs: Jobs): Promise<number> {
  emulator.log.clear()
  // Every instance looks at least every 2 s, and then knows when it begins.
  const begins = later(clock(), seconds(7))
  await database.transaction(async (tx) => {
    for (const tenantIds of inBatches(fleetTenantIds(tenants)))
      await enqueueBatch({ jobs }, tx, { tenantIds, manual: false }, begins)
  })
  await until(async () => {
    const rows = await query("select 1 from pgboss.job where name in ('sync.portion', 'sync.tenant') limit 1")
    return rows.length === 0
  }, 20)
  const tookMs = clock().getTime() - begins.getTime()
  expect([...reads().values()]).toEqual(Array(tenants).fill(1))
  return tookMs
}

const rounds = 3

test('throughput of 1, 2 and 4 instances on one PostgreSQL', { timeout: 900_000 }, async () => {
  const cluster = await startCluster(options)
  const { database } = cluster
  const jobs = await openBossJobs({ database, clock, log: silentLog, queues: queueNames })
  onTestFinished(() => jobs.stop())
  const instances: Instance[] = []
  const rows: Row[] = []
  let alone: number | undefined
  for (const [count, least] of [[1], [2, 1.7], [4, 3]] as const) {
    while (instances.length < count) instances.push(await cluster.start())
    // Tokens and the first facts of everybody are not what is measured.
    await round(cluster, jobs)
    const before = cpuOf(instances)
    const times: number[] = []
    while (times.length < rounds) times.push(await round(cluster, jobs))
    const rate = (tenants / median(times)) * 1_000
    const cores = (cpuOf(instances) - before) / times.reduce((sum, ms) => sum + ms, 0) / count
    rows.push(
      makeRow(
        `sync of ${tenants} tenants by ${count} instances on one PostgreSQL, Graph takes ${options.graphMs} ms`,
        rate,
        'tenants/s',
        {
          ...(alone !== undefined && { baseline: alone }),
          ...(least !== undefined && { bar: { of: 'ratio', atLeast: least } }),
        },
      ),
      makeRow(
        `part of a core that each of ${count} takes, of ${cpus().length} with PostgreSQL and the emulator`,
        cores,
        'cores',
      ),
    )
    alone ??= rate
  }
  process.stdout.write(`\n${tableOf(rows)}\n`)
  if (process.env.KEEP_RESULTS)
    keepResults(resultsFile, { instances: { rows, measuredAt: clock().toISOString().slice(0, 10) } })
})

const resultsFile = fileURLToPath(new URL('../../bench/results.json', import.meta.url))

const cpuOf = (instances: readonly Instance[]): number =>
  instances.reduce((sum, each) => sum + each.cpuMs(), 0)
