import { readApprovers } from '#domain/requests/approvers.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { isSamePerson } from '#platform/base/person.ts'
import { requestHandOverCard } from '../../../cards/request-hand-over.ts'
import { toActor } from '../teams/actions/answer.ts'
import { choicesOf, nameOf } from '../views/people-names.ts'
import { defineHandler } from './define.ts'
import { requestRef } from './input.ts'

/** Asks which other approver should decide. */
export const requestHandOverForm = defineHandler({
  verb: 'request.handOverForm',
  role: 'approver',
  input: requestRef,

  async handle({ actor, input: { requestId, v: version }, deps }) {
    const { db } = deps.database
    const { code, kind, setId, requester, tenantIds } = await getRequest(db, requestId)
    const others = (await readApprovers(deps, requester, tenantIds)).filter(
      (person) => !isSamePerson(person, actor),
    )
    const set = deps.catalog.sets.find(({ id }) => id === setId)
    return toActor(
      requestHandOverCard({
        now: deps.clock(),
        requestId,
        version,
        code,
        kind,
        ...(set && { set: { id: set.id, name: set.name } }),
        requester: { name: await nameOf(db, requester) },
        others: await choicesOf(db, others),
      }),
    )
  },
})
