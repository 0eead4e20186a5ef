import { type Person, plainPerson } from '#platform/base/person.ts'
import { addDeliveries, testOrderingKey } from '#platform/webhooks/webhook-deliveries-store.ts'
import { findTargetState } from '#platform/webhooks/webhook-targets-store.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { noteEvent } from '../events/note-event.ts'
import { testEvent } from '../events/test-event.ts'
import { assertStillMay } from '../people/assert-may.ts'

/**
 * Sends a test event to one target, also to one that wants no more events: if it accepts, it gets events again. Its delivery is
 * written with it, so that it waits behind nothing. False if there is no such target anymore. @throws UserError as `assertMay`
 */
export async function sendTestEvent(
  deps: Pick<Deps, 'database' | 'clock' | 'people'>,
  { target, by }: { target: string; by: Person },
): Promise<boolean> {
  await assertStillMay(deps, by, 'approver', 'all')
  return deps.database.transaction(async (tx) => {
    if (!(await findTargetState(tx, target))) return false
    const at = deps.clock()
    noteEvent(tx, testEvent({ target, by, at }), (position) =>
      addDeliveries(tx, target, [{ position, orderingKey: testOrderingKey, at }]),
    )
    const entry = { at, actor: plainPerson(by), action: 'webhook.test', result: 'done' } as const
    await append(tx, { ...entry, detail: { target } })
    return true
  })
}
