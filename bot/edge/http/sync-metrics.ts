import { Counter, Gauge, type Registry } from 'prom-client'
import type { QueueFigures } from '#platform/jobs/count-jobs-store.ts'
import { addGauges, type Gauges, shareReads } from './gauges.ts'

/** The throttling of syncs in this process, and the jobs in the database. */
export interface SyncState {
  figures: { size: number; inFlight: number; waiting: number; throttledTenants: number; openBreakers: number }
  /** Queues with due or failed jobs. */
  queues: readonly QueueFigures[]
}

const gauges: Gauges<SyncState['figures']> = {
  limit: { help: 'Current limit of tenants read at once', value: ({ size }) => size },
  under_way: { help: 'Tenants being read', value: ({ inFlight }) => inFlight },
  waiting: { help: 'Tenants waiting to be read in this process', value: ({ waiting }) => waiting },
  held_tenants: {
    help: 'Tenants that Microsoft throttles',
    value: ({ throttledTenants }) => throttledTenants,
  },
  resting_tenants: {
    help: 'Tenants paused after several failures in a row',
    value: ({ openBreakers }) => openBreakers,
  },
}

/** Metrics of the sync. */
export function syncMetrics(registry: Registry) {
  const registers = [registry]
  const reads = new Counter({
    name: 'grantkeeper_sync_reads_total',
    help: 'Tenants read as part of a sync of many, by result',
    labelNames: ['result'],
    registers,
  })
  const throttled = new Counter({
    name: 'grantkeeper_throttled_total',
    help: 'Throttled responses from Graph, by scope of the limit: this app in all tenants, or one tenant',
    labelNames: ['scope'],
    registers,
  })
  return {
    tenantRead: (result: string) => reads.inc({ result }),
    throttled: (scope: string) => throttled.inc({ scope }),
    watchSync: (figures: () => SyncState['figures'], queues: () => Promise<SyncState['queues']>) => {
      addGauges(registry, 'grantkeeper_sync', gauges, figures)
      addQueues(registry, shareReads(queues))
    },
  }
}

interface QueueGauge {
  help: string
  /** Undefined where the database doesn't say it. */
  value: (queue: QueueFigures) => number | undefined
}

const queueGauges: Readonly<Record<string, QueueGauge>> = {
  due: { help: 'Due jobs, by queue', value: ({ due }) => due },
  oldest_seconds: {
    help: 'Time since the oldest due job became due, by queue',
    value: ({ oldestMs }) => oldestMs / 1_000,
  },
  active: {
    help: 'Jobs that a worker of any instance has (PostgreSQL), by queue',
    value: ({ active }) => active,
  },
  retrying: {
    help: 'Jobs whose last attempt failed, and that are tried again (PostgreSQL), by queue',
    value: ({ retrying }) => retrying,
  },
}

function addQueues(registry: Registry, read: () => Promise<SyncState['queues']>): void {
  for (const [name, { help, value }] of Object.entries(queueGauges)) {
    new Gauge({
      name: `grantkeeper_jobs_${name}`,
      help,
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        const queues = await read()
        // A queue that has become empty is not in the result.
        this.reset()
        for (const queue of queues) {
          const figure = value(queue)
          if (figure !== undefined) this.set({ queue: queue.queue }, figure)
        }
      },
    })
  }
}
