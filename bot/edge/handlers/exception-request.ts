import { makeRequest } from '#domain/requests/make-request.ts'
import { readSnapshot } from '#domain/requests/snapshot.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { seenOf } from '../views/asking-view.ts'
import { showRequest } from '../views/request-view.ts'
import { defineHandler } from './define.ts'
import { acceptInput, orFormAgain, readTerms } from './exception-input.ts'
import { ownCardOf } from './own-card.ts'

/** Asks a second person to accept findings until a date. */
export const exceptionRequest = defineHandler({
  verb: 'exception.request',
  role: 'operator',
  reach: namedBy('tenantId', 'alertId'),
  input: acceptInput,

  async handle({ actor, input, turn, deps }) {
    return orFormAgain(deps, { actor, input, verb: 'exception.request' }, async () => {
      const { tenantId, setId, reason } = input
      const { hashes, owner, endsAt } = await readTerms(deps, actor, input)
      const exception = { hashes, owner, endsAt: endsAt.toISOString() }
      const order = { kind: 'except', tenantIds: [tenantId], exception, ...(setId && { setId }) } as const
      // The terms came with this click, and the facts are checked by their hashes.
      const seen = seenOf(await readSnapshot(deps, deps.database.db, order))
      const card = ownCardOf(turn)
      const wish = { order, seen, reason, by: actor, ...(card && { card }) }
      const { id: requestId } = await makeRequest(deps, wish)
      return toActor(await showRequest(deps, actor, { requestId }))
    })
  },
})
