import type { Clock } from '../base/time.ts'
import { inSpan } from '../base/trace.ts'
import type { Db, Tx } from '../storage/database.ts'
import { judgeAnswer, type WebhookVerdict } from './judge-answer.ts'
import { recordVerdict, type WebhookAlarm } from './record-verdict.ts'
import { signWebhook } from './sign-webhook.ts'
import type { WebhookClient } from './webhook-client.ts'
import { endDelivery, testOrderingKey, type WebhookDelivery } from './webhook-deliveries-store.ts'
import type { WebhookSource } from './webhook-source.ts'

/** What one attempt needs. */
interface WebhookSending {
  db: Db
  /** A transaction that throws `LeaderLeaseLost` if another instance sends now. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  clock: Clock
  /** Jitter of retries, 0 to 1. */
  random: () => number
  source: Pick<WebhookSource, 'read'>
  alarm: WebhookAlarm
  client: WebhookClient
  /** The keys as they are now. */
  keys: () => readonly string[]
  /** Aborted when this process ends. */
  stop: AbortSignal
  /** @throws LeaderLeaseLost if nothing may be sent anymore: the process may have slept */
  assertLeader: () => void
  step?: ((name: WebhookStep) => void) | undefined
}

export type WebhookStep = 'webhook.taken' | 'webhook.sent' | 'webhook.ended'

/** The outcome of an attempt. `missing`: the event is no longer kept. `stopped`: this process ends, and nothing was recorded. */
export type WebhookOutcome = WebhookVerdict['act'] | 'missing' | 'stopped'

/**
 * In structured mode, because the signature covers the body alone: in binary mode, type, subject, and sequence would be in
 * headers that anyone on the way can change.
 */
const contentType = 'application/cloudevents+json'

/**
 * Sends an event to a target and records the outcome. A crash before that sends it once more, under the same ID.
 * @throws if the outcome could not be written; the delivery stays due
 */
export async function sendWebhook(
  sending: WebhookSending,
  target: string,
  delivery: WebhookDelivery,
): Promise<WebhookOutcome> {
  const { db, write, clock, random, source, client, keys, stop, step } = sending
  step?.('webhook.taken')
  const event = await source.read(db, delivery.position)
  if (!event) {
    await write((tx) => endDelivery(tx, delivery.id))
    return 'missing'
  }
  sending.assertLeader()
  const { body } = event
  const headers = {
    'content-type': contentType,
    'user-agent': 'Grantkeeper-Webhooks/1',
    ...signWebhook(keys(), { ...event, at: clock() }),
  }
  const answer = await inSpan('webhook', 'client', {}, () => client.send({ headers, body }, stop))
  step?.('webhook.sent')
  if ('stopped' in answer) return 'stopped'
  const tried = { ...delivery, isTest: delivery.orderingKey === testOrderingKey }
  const verdict = judgeAnswer(answer, tried, { now: clock(), random })
  // A transaction, so that concurrent ones share a group commit.
  await write((tx) => recordVerdict(sending, tx, { target, delivery, verdict }))
  step?.('webhook.ended')
  return verdict.act
}
