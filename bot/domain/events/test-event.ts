import { z } from 'zod'
import type { Person } from '#platform/base/person.ts'
import { personData, personOf } from './data-parts.ts'
import { type EventDraft, eventTypes } from './event.ts'

/** Data of `com.grantkeeper.webhook.test.v1`. */
export const webhookTestData = z.strictObject({
  target: z.string().meta({ description: 'Name of the only target that this event is sent to.' }),
  by: personData.meta({ description: 'Who pressed the button.' }),
})

/** A test of one target: nothing has changed. */
export function testEvent({ target, by, at }: { target: string; by: Person; at: Date }): EventDraft {
  const data: z.infer<typeof webhookTestData> = { target, by: personOf(by) }
  return { type: eventTypes.test, at, data }
}
