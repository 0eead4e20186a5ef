import type { Person } from '#platform/base/person.ts'
import { discard, type ResolvedLetter, sendAgain } from '#platform/outbox/dead-letters-store.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { append } from './audit-store.ts'

type Needs = Pick<Deps, 'database' | 'clock'>

interface DeadLetterOrder {
  id: number
  /** As it was seen: a letter that changed since is not touched. */
  version: number
  by: Person
}

/** Lets a message that was given up be tried again. False if it is not the one any more that was seen. */
export async function resendDeadLetter(deps: Needs, order: DeadLetterOrder): Promise<boolean> {
  const { id, version } = order
  const done = await resolve(deps, order, 'message.sendAgain', (tx) =>
    sendAgain(tx, id, version, deps.clock()),
  )
  return done
}

/** Takes a message away that was given up. False if it is not the one any more that was seen. */
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
