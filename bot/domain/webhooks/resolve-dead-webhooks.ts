import { type Person, plainPerson } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import {
  discardDeadLetters,
  type ShownDeadLetters,
  sendDeadLettersAgain,
} from '#platform/webhooks/webhook-dead-letters-store.ts'
import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { findEventHead } from '../events/events-store.ts'
import { assertStillMay } from '../people/assert-may.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'people'>

interface DeadLettersOrder {
  /** As on the card: others that died since are left alone. */
  shown: ShownDeadLetters
  by: Person
}

/** Sends again what a target didn't accept; false if it isn't what the card showed anymore. @throws UserError as `assertMay` */
export const resendWebhooks = (deps: Needs, order: DeadLettersOrder): Promise<boolean> =>
  resolveDead(deps, order, 'webhook.sendAgain', async (tx) => {
    const { removed } = await findEventHead(tx)
    return sendDeadLettersAgain(tx, order.shown, { now: deps.clock(), removed })
  })

/** Gives up what a target didn't accept; false if it isn't what the card showed anymore. @throws UserError as `assertMay` */
export const discardWebhooks = (deps: Needs, order: DeadLettersOrder): Promise<boolean> =>
  resolveDead(deps, order, 'webhook.discard', (tx) => discardDeadLetters(tx, order.shown))

async function resolveDead(
  deps: Needs,
  { shown, by }: DeadLettersOrder,
  action: string,
  work: (tx: Tx) => Promise<number>,
): Promise<boolean> {
  await assertStillMay(deps, by, 'approver', 'all')
  return deps.database.transaction(async (tx) => {
    const count = await work(tx)
    if (count === 0) return false
    const { target } = shown
    const entry = { at: deps.clock(), actor: plainPerson(by), action, result: 'done' } as const
    await append(tx, { ...entry, detail: { target, count } })
    return true
  })
}
