import type { Person } from '#platform/base/person.ts'
import { discard, type ResolvedLetter, sendAgain } from '#platform/outbox/dead-letters-store.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { append } from './audit-store.ts'

type Needs = Pick<Deps, 'database' | 'clock'>

interface DeadLetterOrder {
  id: number
  /** Version on the card: a letter that has changed since is left alone. */
  version: number
  by: Person
}

/** Requeues a dead letter; false if it has changed since it was shown. */
export const resendDeadLetter = (deps: Needs, order: DeadLetterOrder): Promise<boolean> =>
  resolve(deps, order, 'message.sendAgain', (tx) => sendAgain(tx, order.id, order.version, deps.clock()))

/** Deletes a dead letter; false if it has changed since it was shown. */
export const discardDeadLetter = (deps: Needs, order: DeadLetterOrder): Promise<boolean> =>
  resolve(deps, order, 'message.discard', (tx) => discard(tx, order.id, order.version))

function resolve(
  { database, clock }: Needs,
  { by }: DeadLetterOrder,
  action: string,
  work: (tx: Tx) => Promise<ResolvedLetter | undefined>,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const resolved = await work(tx)
    if (!resolved) return false
    const { subject, conversationId } = resolved
    await append(tx, { at: clock(), actor: by, action, result: 'done', detail: { subject, conversationId } })
    return true
  })
}
