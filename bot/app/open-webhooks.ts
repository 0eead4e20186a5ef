import { readFileSync } from 'node:fs'
import { makeOutgoingEvents } from '#domain/webhooks/outgoing-events.ts'
import { makeTargetAlarm } from '#domain/webhooks/watch-targets.ts'
import type { Metrics } from '#edge/http/metrics.ts'
import { seconds } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import { reloadWebhookKeys } from '#platform/config/webhook-keys.ts'
import { alwaysLeader, shareLeaderLease } from '#platform/outbox/leader-lease.ts'
import { makeWebhookClient, webhookTimeoutMs } from '#platform/webhooks/webhook-client.ts'
import { listWebhookFigures } from '#platform/webhooks/webhook-figures-store.ts'
import { makeWebhooks } from '#platform/webhooks/webhook-loop.ts'
import type { Webhooks } from '#platform/webhooks/webhook-options.ts'
import type { Domain, Parts } from './domain.ts'

/** Another instance's events are found within this time. */
const pollMs = seconds(0.25)

/** Delivery of events to the configured targets. */
export function openWebhooks(
  config: Pick<Config, 'webhooks' | 'publicUrl'>,
  domain: Domain,
  metrics: Pick<Metrics, 'webhookEnded' | 'watchWebhooks'>,
  { step, lookup, patience }: Pick<Parts, 'step' | 'lookup' | 'patience'>,
): Webhooks {
  const { database, clock, log } = domain
  const { webhooks: targets, publicUrl } = config
  const timeoutMs = patience?.webhookMs ?? webhookTimeoutMs
  const work = { name: 'webhooks', what: 'webhooks', longestMs: timeoutMs, pollMs }
  const leaderLease = database.isShared ? shareLeaderLease({ database, clock, log, work }) : alwaysLeader
  metrics.watchWebhooks(() => listWebhookFigures(database.db, clock()))
  return makeWebhooks({
    database,
    clock,
    log,
    targets,
    leaderLease,
    source: makeOutgoingEvents(publicUrl),
    alarm: makeTargetAlarm(domain),
    makeClient: ({ url, allowPrivate }) => makeWebhookClient({ url, allowPrivate, clock, lookup, timeoutMs }),
    keysOf: (target) =>
      reloadWebhookKeys(target, { readFile: (path) => readFileSync(path, 'utf8'), clock, log }),
    onAttempt: metrics.webhookEnded,
    step,
  })
}
