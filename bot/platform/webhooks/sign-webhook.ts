import { Webhook } from 'standardwebhooks'

/**
 * The headers of Standard Webhooks. Every key signs, so that a receiver that knows one of them accepts; the time is that of
 * this attempt, and the ID that of the event, however often it is sent.
 */
export function signWebhook(
  keys: readonly string[],
  { id, at, body }: { id: string; at: Date; body: string },
): Readonly<Record<string, string>> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': keys.map((key) => new Webhook(key).sign(id, at, body)).join(' '),
  }
}
