import { Counter, Gauge, type Registry } from 'prom-client'

/** The pace of reading many tenants in this process, and the due jobs in the database. */
export interface SyncState {
  figures: { size: number; inFlight: number; waiting: number; throttledTenants: number; openBreakers: number }
  /** Queues with jobs that are due. */
  queues: readonly { queue: string; due: number; oldestMs: number }[]
}

const gauges: Readonly<Record<string, { help: string; figure: (figures: SyncState['figures']) => number }>> =
  {
    limit: { help: 'Current limit of tenants read at once', figure: ({ size }) => size },
    under_way: { help: 'Tenants being read', figure: ({ inFlight }) => inFlight },
    waiting: { help: 'Tenants waiting to be read in this process', figure: ({ waiting }) => waiting },
    held_tenants: {
      help: 'Tenants that Microsoft throttles',
      figure: ({ throttledTenants }) => throttledTenants,
    },
    resting_tenants: {
      help: 'Tenants paused after several failures in a row',
      figure: ({ openBreakers }) => openBreakers,
    },
  }

/** Metrics of the sync, counted at each scrape. */
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
      for (const [name, { help, figure }] of Object.entries(gauges)) {
        new Gauge({
          name: `grantkeeper_sync_${name}`,
          help,
          registers,
          collect() {
            this.set(figure(figures()))
          },
        })
      }
      addQueues(registry, queues)
    },
  }
}

type Queue = SyncState['queues'][number]

const queueGauges: Readonly<Record<string, { help: string; figure: (queue: Queue) => number }>> = {
  due: { help: 'Due jobs, by queue', figure: ({ due }) => due },
  oldest_seconds: {
    help: 'Time since the oldest due job became due, by queue',
    figure: ({ oldestMs }) => oldestMs / 1_000,
  },
}

function addQueues(registry: Registry, read: () => Promise<SyncState['queues']>): void {
  let asked: Promise<SyncState['queues']> | undefined
  // One query for all metrics of a scrape.
  const sample = (): Promise<SyncState['queues']> => {
    asked ??= read().finally(() => {
      asked = undefined
    })
    return asked
  }
  for (const [name, { help, figure }] of Object.entries(queueGauges)) {
    new Gauge({
      name: `grantkeeper_jobs_${name}`,
      help,
      labelNames: ['queue'],
      registers: [registry],
      async collect() {
        const queues = await sample()
        // A queue that has become empty is not in the result.
        this.reset()
        for (const queue of queues) this.set({ queue: queue.queue }, figure(queue))
      },
    })
  }
}
