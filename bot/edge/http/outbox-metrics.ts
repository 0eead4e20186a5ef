import { Counter, Gauge, type Registry } from 'prom-client'

/** The state of the outbox. */
export interface OutboxState {
  waiting: number
  dead: number
  /** How long the oldest due message has waited. */
  oldestMs: number
  /** The channel refuses the bot itself: nothing is sent. */
  refused: boolean
}

const gauges: Readonly<Record<string, { help: string; figure: (state: OutboxState) => number }>> = {
  waiting: { help: 'Messages waiting to be sent', figure: ({ waiting }) => waiting },
  dead: { help: 'Messages that are no longer retried and need a person', figure: ({ dead }) => dead },
  oldest_seconds: {
    help: 'Time since the oldest due message became due',
    figure: ({ oldestMs }) => oldestMs / 1_000,
  },
  refused: {
    help: '1 while the channel rejects the bot, so that nothing is sent',
    figure: ({ refused }) => (refused ? 1 : 0),
  },
}

/** Metrics of the outbox, counted at each scrape. */
export function outboxMetrics(registry: Registry) {
  const registers = [registry]
  const messages = new Counter({
    name: 'grantkeeper_messages_total',
    help: 'Delivery attempts of the outbox, by result',
    labelNames: ['outcome'],
    registers,
  })
  return {
    messageEnded: (outcome: string) => messages.inc({ outcome }),
    watchOutbox(read: () => Promise<OutboxState>): void {
      let asked: Promise<OutboxState> | undefined
      // One query for all metrics of a scrape.
      const sample = (): Promise<OutboxState> => {
        asked ??= read().finally(() => {
          asked = undefined
        })
        return asked
      }
      for (const [name, { help, figure }] of Object.entries(gauges)) {
        new Gauge({
          name: `grantkeeper_outbox_${name}`,
          help,
          registers,
          async collect() {
            this.set(figure(await sample()))
          },
        })
      }
    },
  }
}
