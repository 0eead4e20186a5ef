import { expect } from 'vitest'
import { systemClock } from '#platform/base/time.ts'
import { query } from '../support/facts.ts'
import { verifyWebhook } from '../support/webhook-receiver.ts'
import type { CrashWorld } from './crash-world.ts'

/**
 * Every event reached the receiver with a good signature; what came twice is the same under the same ID; and the events of a
 * tenant and set came in their order.
 */
export async function expectEventsDelivered(world: CrashWorld): Promise<void> {
  const { receiver, key, since } = world.webhook
  const patience = { timeout: 20_000, interval: 100 }
  const left = () => query(world, 'select position, attempts, last_outcome from webhook_deliveries')
  await expect.poll(left, patience).toEqual([])
  const events = query<{ id: string; position: number }>(
    world,
    'select id, position from events where position > ? order by position',
    since,
  )
  const { requests } = receiver
  const arrived = new Set(requests.map(({ event }) => event.id))
  expect(events.filter(({ id }) => !arrived.has(id))).toEqual([])
  // An event that was rolled back is told to nobody.
  expect([...arrived].filter((id) => events.every((event) => event.id !== id))).toEqual([])
  for (const request of requests) expect(verifyWebhook(request, key, systemClock)).toEqual(request.event)
  for (const [, same] of Map.groupBy(requests, ({ event }) => event.id))
    expect(new Set(same.map(({ body }) => body)).size).toBe(1)
  for (const [subject, own] of Map.groupBy(requests, ({ event }) => event.subject)) {
    const sequences = own.map(({ event }) => Number(event.sequence))
    expect(sequences, subject).toEqual(sequences.toSorted((a, b) => a - b))
  }
}
