import type { Generated } from 'kysely'

/** Other systems that are sent events, and what they have not accepted yet. */
export interface WebhookTables {
  webhook_targets: {
    /** From the configuration. */
    name: string
    url: string
    /** The last event for which it has its delivery, or wanted none. */
    position: number
    /** It asked for a pause (`Retry-After`); 0: none. */
    paused_until: number
    /** It answered 410: nothing is sent until a test event is accepted. */
    gone_at: number | null
    /** Since when nothing was accepted, although something was sent. */
    failing_since: number | null
    /** The alarm about it is open. */
    alarmed_at: number | null
    /** The last attempt: when, and `delivered` or what went wrong. */
    last_at: number | null
    last_outcome: string | null
  }
  webhook_deliveries: {
    id: Generated<number>
    target: string
    /** Of the event. */
    position: number
    /** The ordering key: deliveries of a target with the same one go one after another. One per tenant and set. */
    lane: string
    attempts: number
    /** Retried for three days from then on. */
    since_at: number
    due_at: number
    /** Set: not retried by itself anymore. */
    dead_at: number | null
    last_outcome: string | null
  }
}
