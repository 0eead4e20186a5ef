import { openDomain } from '#app/domain.ts'
import type { Order, Request } from '#domain/requests/request.ts'
import { insertRequest } from '#domain/requests/requests-store.ts'
import { readSnapshot, snapshotHash } from '#domain/requests/snapshot.ts'
import { silentLog } from '#platform/base/log.ts'
import type { Person } from '#platform/base/person.ts'
import { randomToken, readableCode } from '#platform/base/secret-token.ts'
import { hours, later } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { insertPostedCard, setPostedMessage } from '#platform/outbox/posted-cards-store.ts'
import { demo } from '../emulator/demo-world.ts'

/** Requests per transaction. */
const batchSize = 200

/** Adds an open request of the operator for each order, with three posted cards to update on a decision. Returns the IDs. */
export async function seedRequests(
  environment: Record<string, string>,
  orders: readonly Order[],
): Promise<string[]> {
  const quiet = { onRequest: () => {} }
  const domain = await openDomain(readConfig(environment), { log: silentLog }, quiet)
  const [requester] = peopleOf('operator')
  if (!requester) throw new Error('Expected an operator in the demo')
  const readers = [requester, ...peopleOf('approver')]
  const ids: string[] = []
  try {
    for (let from = 0; from < orders.length; from += batchSize) {
      await domain.database.transaction(async (tx) => {
        for (const order of orders.slice(from, from + batchSize)) {
          const snapshot = await readSnapshot(domain, tx, order)
          const createdAt = domain.clock()
          const request: Request = {
            ...order,
            id: randomToken(domain.random),
            code: readableCode(domain.random),
            reason: 'Needed by the team on call',
            requester,
            state: 'open',
            version: 1,
            hash: snapshotHash(snapshot),
            snapshot,
            createdAt,
            expiresAt: later(createdAt, hours(24)),
          }
          const { id } = await insertRequest(tx, request)
          ids.push(id)
          for (const person of readers) {
            const subject = { kind: 'request', id }
            await insertPostedCard(tx, subject, { person })
            const posted = { conversationId: `a:${person.objectId}`, activityId: `${id}-card` }
            await setPostedMessage(tx, subject, { person }, posted)
          }
        }
      })
    }
    return ids
  } finally {
    await domain.jobs.stop()
    await domain.directory.close()
    await domain.database.close()
  }
}

const peopleOf = (role: string): Person[] =>
  demo.people
    .filter((person) => person.role === role)
    .map(({ id, name }) => ({ tenantId: demo.homeTenantId, objectId: id, name }))
