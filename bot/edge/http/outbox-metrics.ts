import { Counter, type Registry } from 'prom-client'
import { addGauges, type Gauges, shareReads } from './gauges.ts'

export interface OutboxState {
  waiting: number
  dead: number
  /** How long the oldest due message has waited. */
  oldestMs: number
  /** The channel refuses the bot, so nothing is sent. */
  refused: boolean
}

const gauges: Gauges<OutboxState> = {
  waiting: { help: 'Messages waiting to be sent', value: ({ waiting }) => waiting },
  dead: { help: 'Messages that are no longer retried and need a person', value: ({ dead }) => dead },
  oldest_seconds: {
    help: 'Time since the oldest due message became due',
    value: ({ oldestMs }) => oldestMs / 1_000,
  },
  refused: {
    help: '1 while the channel rejects the bot, so that nothing is sent',
    value: ({ refused }) => (refused ? 1 : 0),
  },
}

/** Metrics of the outbox. */
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
    watchOutbox: (read: () => Promise<OutboxState>): void =>
      addGauges(registry, 'grantkeeper_outbox', gauges, shareReads(read)),
  }
}
