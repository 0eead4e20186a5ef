import { Counter, Gauge, type Registry } from 'prom-client'
import { type Gauges, shareReads } from './gauges.ts'

/** What waits for a target of webhooks. Its name is from the configuration. */
export interface WebhookState {
  target: string
  waiting: number
  dead: number
  oldestMs: number
}

const gauges: Gauges<WebhookState> = {
  waiting: { help: 'Events waiting to be accepted, by target', value: ({ waiting }) => waiting },
  dead: { help: 'Events that are no longer retried and need a person, by target', value: ({ dead }) => dead },
  oldest_seconds: {
    help: 'Age of the oldest event that is still retried, by target',
    value: ({ oldestMs }) => oldestMs / 1_000,
  },
}

/** Metrics of webhooks. */
export function webhookMetrics(registry: Registry) {
  const attempts = new Counter({
    name: 'grantkeeper_webhook_deliveries_total',
    help: 'Attempts to deliver an event, by target and result',
    labelNames: ['target', 'outcome'],
    registers: [registry],
  })
  return {
    webhookEnded: (target: string, outcome: string) => attempts.inc({ target, outcome }),
    watchWebhooks: (read: () => Promise<readonly WebhookState[]>): void =>
      addTargets(registry, shareReads(read)),
  }
}

function addTargets(registry: Registry, read: () => Promise<readonly WebhookState[]>): void {
  for (const [name, { help, value }] of Object.entries(gauges)) {
    new Gauge({
      name: `grantkeeper_webhook_${name}`,
      help,
      labelNames: ['target'],
      registers: [registry],
      async collect() {
        const targets = await read()
        // A target for which nothing waits is not in the result.
        this.reset()
        for (const target of targets) this.set({ target: target.target }, value(target))
      },
    })
  }
}
